namespace FinFlow.Accounting;

/// <summary>Amounts of any currency in one, each at the rate of its day.</summary>
/// <remarks>
/// The running sum is rounded, not the amounts. What adds up to zero before therefore adds up to zero after, so that a translated
/// book balances to the minor unit; and no amount is off by more than one.
/// </remarks>
public sealed class Translation(RateTable rates)
{
    private readonly decimal _minorUnit = new Money(1, rates.Target).ToDecimal();
    private decimal _exact;
    private Money _rounded = Money.Zero(rates.Target);

    /// <summary>The amount's part of the running sum. The order of calls decides where the odd minor units go.</summary>
    public Money Translate(Money amount, DateOnly day)
    {
        if (amount.Currency == rates.Target)
        {
            return amount;
        }

        var before = _rounded;
        _exact += amount.ToDecimal() * rates.On(amount.Currency, day);
        _rounded = new Money((long)decimal.Round(_exact / _minorUnit, MidpointRounding.ToEven), rates.Target);
        return _rounded - before;
    }
}
