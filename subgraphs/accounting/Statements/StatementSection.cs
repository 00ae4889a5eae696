namespace FinFlow.Accounting;

/// <summary>Accounts of one kind with their amounts, and what these add up to.</summary>
public sealed record StatementSection(IReadOnlyList<StatementLine> Lines, Money Total)
{
    internal static StatementSection Of(IEnumerable<StatementLine> lines, Currency currency)
    {
        StatementLine[] shown = [.. lines.Where(line => !line.Balance.IsZero)];
        return new StatementSection(shown, Money.Sum(shown.Select(line => line.Balance), currency));
    }
}

/// <summary>An account's amount in the statement's currency, positive on the account's normal side.</summary>
public sealed record StatementLine(Account Account, Money Balance);
