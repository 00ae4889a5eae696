namespace FinFlow.Accounting;

/// <summary>Why cash changed in a period, in the book's currency: each entry that moved cash, by the accounts on its other side.</summary>
public sealed record CashFlowStatement(
    DateOnly From,
    DateOnly To,
    Currency Currency,
    CashFlowSection Operating,
    CashFlowSection Investing,
    CashFlowSection Financing,
    Money OpeningCash,
    Money ClosingCash)
{
    public Money NetChange => ClosingCash - OpeningCash;

    /// <param name="period">Both days included.</param>
    /// <param name="opening">What the cash accounts held before the period.</param>
    /// <param name="movements">The entries of the period that moved cash, all their lines.</param>
    /// <exception cref="InvalidOperationException">The activities do not explain the change, so the ledger is damaged.</exception>
    public static CashFlowStatement Of(Period period, Currency currency, Money opening, TranslatedLedger movements)
    {
        // An entry's lines add up to zero, so what left the other accounts is what cash gained.
        CashFlowSection SectionOf(CashFlowActivity activity) => CashFlowSection.Of(
            movements.Lines
                .Where(line => line.Account.CashFlowActivity == activity && !line.NetDebit.IsZero)
                .Select(line => new CashFlowLine(line.Account, -line.NetDebit)),
            currency);

        var gained = Money.Sum(
            movements.Lines.Where(line => line.Account.CashFlowActivity == CashFlowActivity.Cash).Select(line => line.NetDebit), currency);
        var statement = new CashFlowStatement(
            period.From,
            period.To,
            currency,
            SectionOf(CashFlowActivity.Operating),
            SectionOf(CashFlowActivity.Investing),
            SectionOf(CashFlowActivity.Financing),
            opening,
            opening + gained);
        return statement.NetChange == statement.Operating.Total + statement.Investing.Total + statement.Financing.Total
            ? statement
            : throw new InvalidOperationException($"Cash changed by {statement.NetChange}, which its activities do not explain.");
    }
}

/// <summary>The flows of one activity, and what they add up to.</summary>
public sealed record CashFlowSection(IReadOnlyList<CashFlowLine> Lines, Money Total)
{
    internal static CashFlowSection Of(IEnumerable<CashFlowLine> lines, Currency currency)
    {
        CashFlowLine[] shown = [.. lines];
        return new CashFlowSection(shown, Money.Sum(shown.Select(line => line.Amount), currency));
    }
}

/// <summary>What flowed in by way of an account; negative when it flowed out.</summary>
public sealed record CashFlowLine(Account Account, Money Amount);
