namespace FinFlow.Accounting;

/// <summary>Reads a book and makes its statements. Amounts in other currencies are translated at the rates of the days on which they count.</summary>
public sealed class Statements(AccountingDbContext db, Ledger ledger, BookStore books, ExchangeRateStore rates, FiscalPeriodStore fiscalPeriods)
{
    public async Task<TrialBalance> TrialBalanceAsync(string organizationId, DateOnly asOf, CancellationToken cancellationToken)
        => TrialBalance.Of(
            asOf,
            await db.Accounts.AsNoTracking().Where(account => account.OrganizationId == organizationId).ToListAsync(cancellationToken),
            await ledger.TotalsAsync(organizationId, asOf, cancellationToken));

    public async Task<BalanceSheet> BalanceSheetAsync(string organizationId, DateOnly asOf, CancellationToken cancellationToken)
    {
        var chart = await books.ChartAsync(organizationId, asOf, cancellationToken);
        var closed = chart.ClosedThrough ?? DateOnly.MinValue;
        var totals = await ledger.DatedTotalsAsync(chart, new Period(DateOnly.MinValue, asOf), closed, cancellationToken);
        var table = await RatesOfAsync(chart, totals, asOf, cancellationToken);
        return BalanceSheet.Of(asOf, TranslatedLedger.Of(chart.Accounts, totals, table, closed));
    }

    public async Task<IncomeStatement> IncomeStatementAsync(string organizationId, Period period, CancellationToken cancellationToken)
    {
        var chart = await books.ChartAsync(organizationId, period.To, cancellationToken);
        var totals = await ledger.DatedTotalsAsync(chart, period, DateOnly.MinValue, cancellationToken);
        return IncomeStatement.Of(period, TranslatedLedger.Of(chart.Accounts, totals, await RatesOfAsync(chart, totals, period.To, cancellationToken)));
    }

    public async Task<CashFlowStatement> CashFlowStatementAsync(string organizationId, Period period, CancellationToken cancellationToken)
    {
        var chart = await books.ChartAsync(organizationId, period.To, cancellationToken);
        string[] ids = [.. chart.Accounts.Where(account => account.CashFlowActivity == CashFlowActivity.Cash).Select(account => account.Id)];
        var (cash, movements) = await ledger.MovementsAsync(chart, ids, period, cancellationToken);
        var table = await RatesOfAsync(chart, [.. cash, .. movements], period.To, cancellationToken);
        return CashFlowStatement.Of(period, chart.Accounts, cash, movements, table);
    }

    /// <summary>The period asked for; what is absent comes from the book's fiscal year, or the calendar year when none was opened.</summary>
    public async Task<Result<Period>> PeriodAsync(string organizationId, DateOnly? from, DateOnly? to, DateOnly today, CancellationToken cancellationToken)
    {
        var year = await fiscalPeriods.YearOfAsync(organizationId, from ?? to ?? today, cancellationToken);
        return Period.Of(from ?? year?.From, to ?? year?.To, today);
    }

    private Task<RateTable> RatesOfAsync(Chart chart, IReadOnlyList<AccountTotal> totals, DateOnly day, CancellationToken cancellationToken)
        => rates.TableAsync(chart.Currency, totals.Select(total => total.NetDebit.Currency), day, cancellationToken);
}
