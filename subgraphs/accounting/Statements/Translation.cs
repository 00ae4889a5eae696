namespace FinFlow.Accounting;

/// <summary>Amounts of any currency in one, at the rates of one day.</summary>
/// <remarks>
/// Running sums are rounded, not amounts. What adds up to zero before therefore adds up to zero after, so that a translated book
/// balances to the minor unit; and no amount is off by more than one.
/// </remarks>
public sealed class Translation(Currency target, IReadOnlyDictionary<Currency, decimal> rates)
{
    private readonly Dictionary<Currency, Money> _soFar = [];

    /// <summary>The amount's part of the running sum. The order of calls decides where the odd minor units go.</summary>
    public Money Translate(Money amount)
    {
        if (amount.Currency == target)
        {
            return amount;
        }

        var rate = rates[amount.Currency];
        var before = _soFar.GetValueOrDefault(amount.Currency, Money.Zero(amount.Currency));
        var after = before + amount;
        _soFar[amount.Currency] = after;
        return after.ConvertTo(target, rate) - before.ConvertTo(target, rate);
    }
}
