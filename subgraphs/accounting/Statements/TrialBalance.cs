namespace FinFlow.Accounting;

/// <summary>Every account with a balance, each currency for itself, and proof that the book is in balance.</summary>
public sealed record TrialBalance(DateOnly AsOf, IReadOnlyList<TrialBalanceLine> Lines, IReadOnlyList<TrialBalanceTotal> Totals)
{
    /// <summary>Whether debits equal credits in every currency.</summary>
    public bool Balanced => Totals.All(total => total.Debit == total.Credit);

    public static TrialBalance Of(DateOnly asOf, IReadOnlyList<Account> accounts, IEnumerable<AccountTotal> totals)
    {
        var byId = accounts.ToDictionary(account => account.Id);
        TrialBalanceLine[] lines =
        [
            .. from total in totals
               where !total.NetDebit.IsZero
               let account = byId[total.AccountId]
               orderby account.Code, total.NetDebit.Currency
               select new TrialBalanceLine(account, total.NetDebit),
        ];
        return new TrialBalance(
            asOf,
            lines,
            [
                .. from line in lines
                   group line by line.NetDebit.Currency into currency
                   orderby currency.Key
                   select new TrialBalanceTotal(
                       Money.Sum(currency.Select(line => line.Debit).OfType<Money>(), currency.Key),
                       Money.Sum(currency.Select(line => line.Credit).OfType<Money>(), currency.Key)),
            ]);
    }
}

/// <summary>An account's balance in one currency, on the side where it is.</summary>
public sealed record TrialBalanceLine(Account Account, [property: GraphQLIgnore] Money NetDebit)
{
    public Money? Debit => NetDebit.IsPositive ? NetDebit : null;

    public Money? Credit => NetDebit.IsNegative ? -NetDebit : null;
}

/// <summary>The sums of one currency.</summary>
public sealed record TrialBalanceTotal(Money Debit, Money Credit);
