namespace FinFlow.Accounting;

/// <summary>What the organisation owns and owes at the end of a day, in the book's currency.</summary>
public sealed record BalanceSheet(DateOnly AsOf, Currency Currency, StatementSection Assets, StatementSection Liabilities, StatementSection Equity)
{
    /// <summary>Whether assets equal liabilities and equity together.</summary>
    public bool Balanced => Assets.Total == Liabilities.Total + Equity.Total;

    /// <summary>Profit and loss up to the day belong to the owners: they are rolled up into retained earnings.</summary>
    /// <exception cref="InvalidOperationException">It does not balance, so the ledger is damaged and must not be shown as if it were whole.</exception>
    public static BalanceSheet Of(DateOnly asOf, TranslatedLedger ledger)
    {
        var profit = ledger.SectionOf(AccountType.Revenue).Total - ledger.SectionOf(AccountType.Expense).Total;
        var equity = ledger.Lines
            .Where(line => line.Account.Type == AccountType.Equity)
            .Select(line => new StatementLine(
                line.Account,
                line.Account.ToBalance(line.NetDebit) + (line.Account.Code == ChartOfAccounts.RetainedEarnings ? profit : Money.Zero(ledger.Currency))));
        var sheet = new BalanceSheet(
            asOf,
            ledger.Currency,
            ledger.SectionOf(AccountType.Asset),
            ledger.SectionOf(AccountType.Liability),
            StatementSection.Of(equity, ledger.Currency));
        return sheet.Balanced
            ? sheet
            : throw new InvalidOperationException($"Assets are {sheet.Assets.Total}, liabilities {sheet.Liabilities.Total}, equity {sheet.Equity.Total}.");
    }
}
