namespace FinFlow.Accounting;

/// <summary>What the organisation owns and owes at the end of a day.</summary>
public sealed record BalanceSheet(DateOnly AsOf, Currency Currency, StatementSection Assets, StatementSection Liabilities, StatementSection Equity)
{
    /// <summary>Of the equity in account 3100: what was posted to it, and the profits of the fiscal years that are closed.</summary>
    public required Money RetainedEarnings { get; init; }

    /// <summary>Of the equity in account 3100: the profit since the last fiscal year that is closed, or since the beginning.</summary>
    public required Money CurrentEarnings { get; init; }

    /// <summary>
    /// Currencies that are not in the amounts above, because no rate to the sheet's currency is known by the day: each as a sheet of
    /// its own. `setExchangeRate` brings them in.
    /// </summary>
    public IReadOnlyList<BalanceSheet> Untranslated { get; init; } = [];

    /// <summary>Whether assets equal liabilities and equity together.</summary>
    public bool Balanced => Assets.Total == Liabilities.Total + Equity.Total;

    /// <summary>Profit and loss up to the day belong to the owners: they are rolled up into retained earnings.</summary>
    /// <param name="ledgers">The translated one first, then the currencies that cannot be translated; cut at the end of the last closed year.</param>
    /// <exception cref="InvalidOperationException">It does not balance, so the ledger is damaged and must not be shown as if it were whole.</exception>
    public static BalanceSheet Of(DateOnly asOf, IReadOnlyList<TranslatedLedger> ledgers)
        => Of(asOf, ledgers[0]) with { Untranslated = [.. ledgers.Skip(1).Select(ledger => Of(asOf, ledger))] };

    private static BalanceSheet Of(DateOnly asOf, TranslatedLedger ledger)
    {
        var (profit, earlier) = (ledger.ProfitOf(line => line.NetDebit), ledger.ProfitOf(line => line.Earlier));
        var equity = ledger.Lines
            .Where(line => line.Account.Type == AccountType.Equity)
            .Select(line => new StatementLine(
                line.Account,
                line.Account.ToBalance(line.NetDebit) + (line.Account.Code == ChartOfAccounts.RetainedEarnings ? profit : Money.Zero(ledger.Currency))))
            .ToList();
        var retained = Money.Sum(
            equity.Where(line => line.Account.Code == ChartOfAccounts.RetainedEarnings).Select(line => line.Balance), ledger.Currency);
        var sheet = new BalanceSheet(
            asOf,
            ledger.Currency,
            ledger.SectionOf(AccountType.Asset),
            ledger.SectionOf(AccountType.Liability),
            StatementSection.Of(equity, ledger.Currency))
        {
            RetainedEarnings = retained - (profit - earlier),
            CurrentEarnings = profit - earlier,
        };
        return sheet.Balanced
            ? sheet
            : throw new InvalidOperationException($"Assets are {sheet.Assets.Total}, liabilities {sheet.Liabilities.Total}, equity {sheet.Equity.Total}.");
    }
}
