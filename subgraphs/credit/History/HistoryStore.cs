namespace FinFlow.Credit;

/// <summary>Keeps an organisation's months, and reads them as a history.</summary>
public sealed class HistoryStore(CreditDbContext db, FinFlowConfiguration configuration)
{
    /// <summary>Features look back two years; older months no longer say much.</summary>
    internal const int MonthsMax = 24;

    /// <summary>Counts on the month in which <paramref name="at"/> lies; the caller's transaction saves it.</summary>
    public void Count(string organizationId, DateTimeOffset at, Action<MonthlyActivity> count)
    {
        // While versions change, an instance of the one before reads the row and writes its sum: it takes this turn.
        db.TakeTurn(organizationId);
        var month = MonthlyActivity.MonthOf(at);
        count(db.Tally((organizationId, month), () => new MonthlyActivity { OrganizationId = organizationId, Month = month }));
    }

    /// <summary>The amount when it is in base currency; an amount that cannot be compared counts as nothing.</summary>
    public long BaseMinor(long minor, string currency) => currency == configuration.BaseCurrency.Code ? minor : 0;

    public async Task<CreditHistory> ReadAsync(string organizationId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var since = MonthlyActivity.MonthOf(now).AddMonths(-MonthsMax);
        var borrower = await db.Borrowers.AsNoTracking().SingleOrDefaultAsync(known => known.OrganizationId == organizationId, cancellationToken);
        var months = await db.Activity.AsNoTracking()
            .Where(activity => activity.OrganizationId == organizationId && activity.Month >= since)
            .OrderBy(activity => activity.Month)
            .ToListAsync(cancellationToken);
        var loans = await db.Loans.AsNoTracking().Where(loan => loan.OrganizationId == organizationId).ToListAsync(cancellationToken);
        var installments = await db.Installments.AsNoTracking()
            .Where(installment => db.Loans.Any(loan => loan.Id == installment.LoanId && loan.OrganizationId == organizationId) && installment.DueDate >= since)
            .ToListAsync(cancellationToken);
        return new CreditHistory(borrower?.Since, months, loans, installments);
    }
}

/// <summary>All that the organisation's score may rest on.</summary>
/// <param name="Months">Only those in which something happened, in order.</param>
public sealed record CreditHistory(
    DateTimeOffset? Since, IReadOnlyList<MonthlyActivity> Months, IReadOnlyList<Loan> Loans, IReadOnlyList<LoanInstallment> Installments);
