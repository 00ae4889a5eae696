namespace FinFlow.Accounting;

[QueryType]
public static class FiscalPeriodQueries
{
    /// <summary>A fiscal period of the caller's book; null when there is none with this id.</summary>
    [Lookup, NodeResolver, Authorize(Permissions.LedgerRead)]
    public static async Task<FiscalPeriod?> GetFiscalPeriodAsync(
        [ID<FiscalPeriod>] string id, Caller caller, IFiscalPeriodByIdDataLoader periods, CancellationToken cancellationToken)
        => await periods.LoadAsync(id, cancellationToken) is { } period && caller.ActsFor(period.OrganizationId) ? period : null;

    /// <summary>The months of the book's fiscal years, the first one first unless ordered otherwise.</summary>
    [Authorize(Permissions.LedgerRead), UsePaging(IncludeTotalCount = true), UseFiltering, UseSorting]
    public static async Task<Connection<FiscalPeriod>> GetFiscalPeriodsAsync(
        PagingArguments paging, QueryContext<FiscalPeriod> query, Caller caller, AccountingDbContext db, CancellationToken cancellationToken)
        => await db.FiscalPeriods.AsNoTracking()
            .Where(period => period.OrganizationId == caller.OrganizationId)
            .With(query, sort => sort.IfEmpty(first => first.AddAscending(period => period.From)).AddAscending(period => period.Id))
            .ToPageAsync(paging, cancellationToken)
            .ToConnectionAsync();
}

[MutationType]
public static class FiscalPeriodMutations
{
    /// <summary>Opens a fiscal year of twelve months, each a period that can be closed.</summary>
    /// <param name="from">Its first day: the first of a month, and the day after the last fiscal year's end if there is one.</param>
    /// <param name="name">1 to 50 characters; the year's number when absent.</param>
    [Authorize(Permissions.LedgerClose)]
    [Error<FiscalYearStartInvalid>, Error<FiscalYearNameInvalid>, Error<FiscalYearNotNext>, Error<BookBusy>]
    public static Task<Result<FiscalYear>> OpenFiscalYearAsync(
        DateOnly from, string? name, Caller caller, FiscalPeriodStore periods, CancellationToken cancellationToken)
        => periods.OpenYearAsync(caller.OrganizationId, from, name, cancellationToken);

    /// <summary>Closes a period that is over: nothing is posted into it or before it any more.</summary>
    [Authorize(Permissions.LedgerClose)]
    [Error<FiscalPeriodNotFound>, Error<FiscalPeriodAlreadyClosed>, Error<FiscalPeriodNotOver>, Error<EarlierFiscalPeriodOpen>, Error<BookBusy>]
    public static Task<Result<FiscalPeriod>> CloseFiscalPeriodAsync(
        [ID<FiscalPeriod>] string id, Caller caller, FiscalPeriodStore periods, CancellationToken cancellationToken)
        => periods.CloseAsync(caller, id, cancellationToken);

    /// <summary>Opens the last closed period again.</summary>
    /// <param name="reason">Why, 1 to 500 characters; it is kept.</param>
    [Authorize(Permissions.LedgerClose)]
    [Error<FiscalPeriodNotFound>, Error<FiscalPeriodNotClosed>, Error<LaterFiscalPeriodClosed>, Error<ReopeningReasonInvalid>, Error<BookBusy>]
    public static Task<Result<FiscalPeriod>> ReopenFiscalPeriodAsync(
        [ID<FiscalPeriod>] string id, string reason, Caller caller, FiscalPeriodStore periods, CancellationToken cancellationToken)
        => periods.ReopenAsync(caller, id, reason, cancellationToken);
}
