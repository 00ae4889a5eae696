using FinFlow.Finance;
using FinFlow.GraphQL.Execution;

namespace FinFlow.Subgraph;

/// <summary>An amount of one currency.</summary>
[ObjectType<Money>(BindFieldsExplicitly = true)]
internal static class MoneyNode
{
    /// <summary>In major units, with exactly the currency's minor digits.</summary>
    public static decimal GetAmount([Parent] Money money) => money.ToDecimal();

    /// <summary>ISO 4217.</summary>
    public static Currency GetCurrency([Parent] Money money) => money.Currency;
}

/// <summary>An amount of one currency, as a client gives it.</summary>
/// <param name="Amount">In major units; no more digits than the currency has.</param>
/// <param name="Currency">ISO 4217.</param>
public sealed record MoneyInput(decimal Amount, Currency Currency)
{
    /// <summary>The same in minor units, or why it is no amount of the currency.</summary>
    public Result<Money> ToMoney() => Money.Parse(Amount, Currency);
}
