using System.Globalization;

namespace FinFlow.Finance;

/// <summary>An amount of one currency in whole minor units: 1250 USD cents are 12.50 USD.</summary>
/// <remarks>Arithmetic is checked: an overflow throws <see cref="OverflowException"/> rather than wrap.</remarks>
/// <param name="Minor">Minor units; negative for a debt or an outflow.</param>
/// <param name="Currency">The currency of the minor units.</param>
public readonly record struct Money(long Minor, Currency Currency) : IComparable<Money>
{
    public bool IsZero => Minor == 0;

    public bool IsPositive => Minor > 0;

    public bool IsNegative => Minor < 0;

    public static Money Zero(Currency currency) => new(0, currency);

    /// <summary>The money of a client's text; see <see cref="AmountText.Parse"/> for what is refused.</summary>
    public static Result<Money> Parse(string text, Currency currency) => AmountText.Parse(text, currency);

    /// <summary>The money of a decimal, whose own scale counts: <c>1.000m</c> is too precise for USD.</summary>
    public static Result<Money> Parse(decimal amount, Currency currency)
        => AmountText.Parse(amount.ToString(CultureInfo.InvariantCulture), currency);

    /// <summary>The sum in a currency that the caller names, so that the sum of nothing is a zero.</summary>
    public static Money Sum(IEnumerable<Money> amounts, Currency currency)
        => amounts.Aggregate(Zero(currency), (sum, amount) => sum + amount);

    public static Money Min(Money left, Money right) => left <= right ? left : right;

    public static Money Max(Money left, Money right) => left >= right ? left : right;

    public Money Abs() => IsNegative ? -this : this;

    /// <summary>The amount with exactly the currency's minor digits and no group separators: <c>-0.05</c>, <c>1000</c> (JPY).</summary>
    public string ToAmountText() => AmountText.Print(Minor, Currency.MinorDigits);

    /// <summary>The amount as an exact decimal of the currency's scale, for ratios and display; money itself stays in minor units.</summary>
    public decimal ToDecimal() => AmountText.ToDecimal(Minor, Currency.MinorDigits);

    /// <summary>Amount times rate, computed exactly and rounded once.</summary>
    public Money Multiply(decimal rate, MidpointRounding rounding = MidpointRounding.ToEven) => ConvertTo(Currency, rate, rounding);

    /// <summary>The same value in another currency. The rate is target units per unit, not per minor unit.</summary>
    public Money ConvertTo(Currency target, decimal rate, MidpointRounding rounding = MidpointRounding.ToEven)
        => new(ExactProduct.Round(Minor, rate, target.MinorDigits - Currency.MinorDigits, rounding), target);

    /// <summary>Equal parts that add up to the whole; what does not divide goes to the first parts, one minor unit each.</summary>
    public Money[] Allocate(int parts)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parts, 1);
        return Allocation.ByWeights(this, Enumerable.Repeat(1L, parts).ToArray());
    }

    /// <summary>Parts in proportion to the weights that add up to the whole, by largest remainder.</summary>
    /// <exception cref="ArgumentException">A weight is negative, or all are zero.</exception>
    public Money[] Allocate(params ReadOnlySpan<long> weights) => Allocation.ByWeights(this, weights);

    public int CompareTo(Money other) => Minor.CompareTo(other.In(Currency));

    public override string ToString() => Currency.IsNone ? $"{Minor} (no currency)" : $"{ToAmountText()} {Currency.Code}";

    public static Money operator +(Money left, Money right) => new(checked(left.Minor + right.In(left.Currency)), left.Currency);

    public static Money operator -(Money left, Money right) => new(checked(left.Minor - right.In(left.Currency)), left.Currency);

    public static Money operator -(Money money) => new(checked(-money.Minor), money.Currency);

    public static Money operator *(Money money, long times) => new(checked(money.Minor * times), money.Currency);

    public static bool operator <(Money left, Money right) => left.Minor < right.In(left.Currency);

    public static bool operator >(Money left, Money right) => left.Minor > right.In(left.Currency);

    public static bool operator <=(Money left, Money right) => left.Minor <= right.In(left.Currency);

    public static bool operator >=(Money left, Money right) => left.Minor >= right.In(left.Currency);

    // Clients are refused before any arithmetic starts, so a mix here is our own bug: crash, don't convert.
    private long In(Currency currency)
        => Currency == currency ? Minor : throw new InvalidOperationException($"Cannot mix {Currency} with {currency}.");
}
