using System.Numerics;

namespace FinFlow.Finance;

/// <summary>Minor units times a decimal rate without loss: <see cref="decimal"/> itself would round a product of 47 digits.</summary>
internal static class ExactProduct
{
    /// <summary><c>minor × rate × 10^shift</c>, rounded once.</summary>
    /// <exception cref="OverflowException">The product does not fit into 64 bits.</exception>
    internal static long Round(long minor, decimal rate, int shift, MidpointRounding rounding)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(rate, parts);
        var mantissa = (new BigInteger((uint)parts[2]) << 64) | (new BigInteger((uint)parts[1]) << 32) | (uint)parts[0];
        var scale = (parts[3] >> 16) & 0xFF;

        var product = minor * (decimal.IsNegative(rate) ? -mantissa : mantissa);
        var power = scale - shift;
        return (long)(power <= 0
            ? product * BigInteger.Pow(10, -power)
            : Divide(product, BigInteger.Pow(10, power), rounding));
    }

    private static BigInteger Divide(BigInteger dividend, BigInteger divisor, MidpointRounding rounding)
    {
        var quotient = BigInteger.DivRem(dividend, divisor, out var remainder);
        if (remainder.IsZero)
        {
            return quotient;
        }

        var half = BigInteger.Abs(remainder * 2).CompareTo(divisor);
        var away = rounding switch
        {
            MidpointRounding.ToZero => false,
            MidpointRounding.ToPositiveInfinity => dividend.Sign > 0,
            MidpointRounding.ToNegativeInfinity => dividend.Sign < 0,
            MidpointRounding.AwayFromZero => half >= 0,
            MidpointRounding.ToEven => half > 0 || (half == 0 && !quotient.IsEven),
            _ => throw new ArgumentOutOfRangeException(nameof(rounding)),
        };
        return away ? quotient + dividend.Sign : quotient;
    }
}
