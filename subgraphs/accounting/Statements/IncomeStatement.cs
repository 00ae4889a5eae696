namespace FinFlow.Accounting;

/// <summary>What was earned and what it cost in a period, in the book's currency.</summary>
public sealed record IncomeStatement(DateOnly From, DateOnly To, Currency Currency, StatementSection Revenue, StatementSection Expenses)
{
    public Money NetIncome => Revenue.Total - Expenses.Total;

    public static IncomeStatement Of(Period period, TranslatedLedger ledger)
        => new(period.From, period.To, ledger.Currency, ledger.SectionOf(AccountType.Revenue), ledger.SectionOf(AccountType.Expense));
}
