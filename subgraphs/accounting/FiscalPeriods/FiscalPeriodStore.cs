namespace FinFlow.Accounting;

/// <summary>Fiscal years and their periods as rows.</summary>
public sealed class FiscalPeriodStore(AccountingDbContext db, BookStore books, TimeProvider clock)
{
    private static readonly KeptQuery<AccountingDbContext, string, DateOnly, FiscalPeriod?> LastClosed
        = new((db, organizationId, after, _) => db.FiscalPeriods.AsNoTracking()
            .Where(period => period.OrganizationId == organizationId && period.Status == FiscalPeriodStatus.Closed && period.From > after)
            .OrderByDescending(period => period.From)
            .FirstOrDefault());

    public Task<Result<FiscalYear>> OpenYearAsync(string organizationId, DateOnly from, string? name, CancellationToken cancellationToken)
        => db.DecideAsync(
            async () =>
            {
                db.TakeTurn(organizationId);
                await books.OpenAsync(organizationId, cancellationToken);
                var last = await db.FiscalYears.AsNoTracking()
                    .Where(year => year.OrganizationId == organizationId)
                    .OrderByDescending(year => year.From)
                    .FirstOrDefaultAsync(cancellationToken);
                return FiscalYear.Open(Id.New("fy", clock), organizationId, from, name, last?.To, clock.GetUtcNow()).Then<FiscalYear>(year =>
                {
                    db.Add(year);
                    db.AddRange(year.Periods(() => Id.New("fp", clock)));
                    return year;
                });
            },
            cancellationToken);

    public Task<Result<FiscalPeriod>> CloseAsync(Caller caller, string id, CancellationToken cancellationToken)
        => ChangeAsync(
            caller,
            id,
            async period =>
            {
                await db.HoldJournalAsync(cancellationToken);
                var earlierOpen = await PeriodsOf(caller.OrganizationId)
                    .Where(earlier => earlier.Status == FiscalPeriodStatus.Open && earlier.From < period.From)
                    .OrderBy(earlier => earlier.From)
                    .FirstOrDefaultAsync(cancellationToken);
                return period.Close(earlierOpen, caller.UserId, clock.GetUtcNow()).Then<FiscalPeriod>(closed =>
                {
                    db.Publish(new PeriodClosed(closed.Id, closed.OrganizationId, closed.From, closed.To, clock.GetUtcNow()), clock);
                    return closed;
                });
            },
            cancellationToken);

    public Task<Result<FiscalPeriod>> ReopenAsync(Caller caller, string id, string reason, CancellationToken cancellationToken)
        => ChangeAsync(
            caller,
            id,
            async period => period.Reopen(
                await LastClosedAsync(caller.OrganizationId, period.To, cancellationToken), reason, clock.GetUtcNow()),
            cancellationToken);

    /// <summary>The last day on which the book is closed; null when all of it is open.</summary>
    public async Task<DateOnly?> ClosedThroughAsync(string organizationId, CancellationToken cancellationToken)
        => (await LastClosedAsync(organizationId, DateOnly.MinValue, cancellationToken))?.To;

    /// <summary>The fiscal year of this day, as a span of days; null when none was opened.</summary>
    public async Task<Period?> YearOfAsync(string organizationId, DateOnly day, CancellationToken cancellationToken)
        => await db.FiscalYears.AsNoTracking()
            .SingleOrDefaultAsync(year => year.OrganizationId == organizationId && year.From <= day && year.To >= day, cancellationToken) is { } year
            ? new Period(year.From, year.To)
            : null;

    private IQueryable<FiscalPeriod> PeriodsOf(string organizationId)
        => db.FiscalPeriods.AsNoTracking().Where(period => period.OrganizationId == organizationId);

    private Task<FiscalPeriod?> LastClosedAsync(string organizationId, DateOnly after, CancellationToken cancellationToken)
        => LastClosed.AskAsync(db, organizationId, after, cancellationToken);

    private Task<Result<FiscalPeriod>> ChangeAsync(
        Caller caller, string id, Func<FiscalPeriod, Task<Result<FiscalPeriod>>> decide, CancellationToken cancellationToken)
        => db.DecideAsync(
            async () =>
            {
                // Whether one may be closed or reopened depends on the others.
                db.TakeTurn(caller.OrganizationId);
                return await PeriodsOf(caller.OrganizationId).SingleOrDefaultAsync(period => period.Id == id, cancellationToken) is { } period
                    ? (await decide(period)).Then<FiscalPeriod>(changed =>
                    {
                        db.Update(changed);
                        return changed;
                    })
                    : new FiscalPeriodNotFound(id);
            },
            cancellationToken);
}
