namespace FinFlow.Accounting;

/// <summary>What was earned and what it cost in a period. Amounts in other currencies count at the rates of their days.</summary>
public sealed record IncomeStatement(DateOnly From, DateOnly To, Currency Currency, StatementSection Revenue, StatementSection Expenses)
{
    public Money NetIncome => Revenue.Total - Expenses.Total;

    /// <summary>Currencies that are not in the amounts above, because no rate to the statement's currency is known by its last day.</summary>
    public IReadOnlyList<IncomeStatement> Untranslated { get; init; } = [];

    public static IncomeStatement Of(Period period, IReadOnlyList<TranslatedLedger> ledgers)
        => Of(period, ledgers[0]) with { Untranslated = [.. ledgers.Skip(1).Select(ledger => Of(period, ledger))] };

    private static IncomeStatement Of(Period period, TranslatedLedger ledger)
        => new(period.From, period.To, ledger.Currency, ledger.SectionOf(AccountType.Revenue), ledger.SectionOf(AccountType.Expense));
}
