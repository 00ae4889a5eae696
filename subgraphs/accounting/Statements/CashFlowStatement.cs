namespace FinFlow.Accounting;

/// <summary>Why cash changed in a period: each entry that moved cash, by the accounts on its other side. Other currencies count at the rates of their days.</summary>
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

    /// <summary>Currencies that are not in the amounts above, because no rate to the statement's currency is known by its last day.</summary>
    public IReadOnlyList<CashFlowStatement> Untranslated { get; init; } = [];

    /// <param name="period">Both days included.</param>
    /// <param name="cash">What the cash accounts hold at the period's end, told apart from what they held before it.</param>
    /// <param name="movements">The entries of the period that moved cash, all their lines.</param>
    /// <exception cref="InvalidOperationException">
    /// The activities do not explain the change, or the accounts moved by something else than those entries: the ledger is damaged.
    /// </exception>
    public static CashFlowStatement Of(
        Period period, IReadOnlyList<Account> accounts, IReadOnlyList<AccountTotal> cash, IReadOnlyList<AccountTotal> movements, RateTable rates)
    {
        CheckMovement(period, accounts, cash, movements);
        var opening = TranslatedLedger.Of(accounts, [.. cash.Where(total => total.Day < period.From)], rates).ToDictionary(ledger => ledger.Currency);
        var ledgers = TranslatedLedger.Of(accounts, movements, rates);
        IEnumerable<Currency> unmoved = opening.Keys.Except(ledgers.Select(ledger => ledger.Currency)).Order();
        CashFlowStatement[] statements =
        [
            .. ledgers
                .Concat(unmoved.Select(currency => new TranslatedLedger(currency, [])))
                .Select(ledger => Of(period, opening.GetValueOrDefault(ledger.Currency), ledger)),
        ];
        return statements[0] with { Untranslated = statements[1..] };
    }

    private static CashFlowStatement Of(Period period, TranslatedLedger? before, TranslatedLedger movements)
    {
        var currency = movements.Currency;

        // An entry's lines add up to zero, so what left the other accounts is what cash gained.
        CashFlowSection SectionOf(CashFlowActivity activity) => CashFlowSection.Of(
            movements.Lines
                .Where(line => line.Account.CashFlowActivity == activity && !line.NetDebit.IsZero)
                .Select(line => new CashFlowLine(line.Account, -line.NetDebit)),
            currency);

        var opening = Money.Sum(before?.Lines.Select(line => line.NetDebit) ?? [], currency);
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

    /// <summary>In each currency the cash accounts moved by exactly what the entries say.</summary>
    private static void CheckMovement(
        Period period, IReadOnlyList<Account> accounts, IReadOnlyList<AccountTotal> cash, IReadOnlyList<AccountTotal> movements)
    {
        var ids = accounts.Where(account => account.CashFlowActivity == CashFlowActivity.Cash).Select(account => account.Id).ToHashSet();
        var moved = cash.Where(total => total.Day >= period.From).ToLookup(total => total.NetDebit.Currency, total => total.NetDebit);
        var told = movements.Where(total => ids.Contains(total.AccountId)).ToLookup(total => total.NetDebit.Currency, total => total.NetDebit);
        foreach (var currency in moved.Concat(told).Select(amounts => amounts.Key).Distinct())
        {
            var (balances, entries) = (Money.Sum(moved[currency], currency), Money.Sum(told[currency], currency));
            if (balances != entries)
            {
                throw new InvalidOperationException($"The cash accounts moved by {balances}, but their entries by {entries}.");
            }
        }
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
