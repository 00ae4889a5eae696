namespace FinFlow.Accounting;

/// <summary>Reads a book and makes its statements. Amounts in other currencies are translated at the rates of the statement's last day.</summary>
public sealed class Statements(AccountingDbContext db, Ledger ledger, BookStore books, ExchangeRateStore rates, FiscalPeriodStore fiscalPeriods)
{
    public async Task<TrialBalance> TrialBalanceAsync(string organizationId, DateOnly asOf, CancellationToken cancellationToken)
        => TrialBalance.Of(
            asOf, await AccountsAsync(organizationId, cancellationToken), await ledger.TotalsAsync(organizationId, asOf, cancellationToken));

    public async Task<Result<BalanceSheet>> BalanceSheetAsync(string organizationId, DateOnly asOf, CancellationToken cancellationToken)
    {
        var totals = await ledger.TotalsAsync(organizationId, asOf, cancellationToken);
        return (await TranslateAsync(organizationId, asOf, totals, cancellationToken)).Then<BalanceSheet>(translated => BalanceSheet.Of(asOf, translated));
    }

    public async Task<Result<IncomeStatement>> IncomeStatementAsync(string organizationId, Period period, CancellationToken cancellationToken)
    {
        var totals = await ledger.TotalsAsync(organizationId, period, cancellationToken);
        return (await TranslateAsync(organizationId, period.To, totals, cancellationToken))
            .Then<IncomeStatement>(translated => IncomeStatement.Of(period, translated));
    }

    public async Task<Result<CashFlowStatement>> CashFlowStatementAsync(string organizationId, Period period, CancellationToken cancellationToken)
    {
        var currency = await books.CurrencyOfAsync(organizationId, cancellationToken);
        var accounts = await AccountsAsync(organizationId, cancellationToken);
        string[] cash = [.. accounts.Where(account => account.CashFlowActivity == CashFlowActivity.Cash).Select(account => account.Id)];
        var before = await ledger.TotalsAsync(cash, period.From.AddDays(-1), cancellationToken);
        var movements = await ledger.TotalsOfEntriesMovingAsync(organizationId, cash, period, cancellationToken);
        if (!(await rates.TranslationAsync(currency, [.. before, .. movements], period.To, cancellationToken)).TryGet(out var translation, out var refusal))
        {
            return refusal;
        }

        var opening = Money.Sum(before.Select(total => translation.Translate(total.NetDebit)), currency);
        return CashFlowStatement.Of(period, currency, opening, TranslatedLedger.Of(currency, accounts, movements, translation));
    }

    /// <summary>The period asked for; what is absent comes from the book's fiscal year, or the calendar year when none was opened.</summary>
    public async Task<Result<Period>> PeriodAsync(string organizationId, DateOnly? from, DateOnly? to, DateOnly today, CancellationToken cancellationToken)
    {
        var year = await fiscalPeriods.YearOfAsync(organizationId, from ?? to ?? today, cancellationToken);
        return Period.Of(from ?? year?.From, to ?? year?.To, today);
    }

    private async Task<Result<TranslatedLedger>> TranslateAsync(
        string organizationId, DateOnly day, IReadOnlyList<AccountTotal> totals, CancellationToken cancellationToken)
    {
        var currency = await books.CurrencyOfAsync(organizationId, cancellationToken);
        if (!(await rates.TranslationAsync(currency, totals, day, cancellationToken)).TryGet(out var translation, out var refusal))
        {
            return refusal;
        }

        return TranslatedLedger.Of(currency, await AccountsAsync(organizationId, cancellationToken), totals, translation);
    }

    private Task<List<Account>> AccountsAsync(string organizationId, CancellationToken cancellationToken)
        => db.Accounts.AsNoTracking().Where(account => account.OrganizationId == organizationId).ToListAsync(cancellationToken);
}
