using System.Globalization;

namespace FinFlow.Finance;

/// <summary>Amounts as text, read digit by digit: no binary fraction ever stands between a client's text and the ledger.</summary>
internal static class AmountText
{
    /// <summary>
    /// Reads <c>-?(0|[1-9][0-9]*)(.[0-9]+)?</c>. Refusals: <see cref="AmountMalformed"/>, <see cref="AmountTooPrecise"/>
    /// (also when the surplus digits are zeros, since the client means another precision), <see cref="AmountOutOfRange"/>.
    /// </summary>
    internal static Result<Money> Parse(string text, Currency currency)
    {
        var unsigned = text.AsSpan(text.StartsWith('-') ? 1 : 0);
        var point = unsigned.IndexOf('.');
        var whole = point < 0 ? unsigned : unsigned[..point];
        var fraction = point < 0 ? [] : unsigned[(point + 1)..];

        if (!IsWhole(whole) || !AreDigits(fraction) || (point >= 0 && fraction.IsEmpty))
        {
            return new AmountMalformed(text);
        }

        if (fraction.Length > currency.MinorDigits)
        {
            return new AmountTooPrecise(text, currency);
        }

        return TryRead(whole, fraction, currency.MinorDigits, text.StartsWith('-'), out var minor)
            ? new Money(minor, currency)
            : new AmountOutOfRange(text, currency);
    }

    internal static string Print(long minor, int digits)
    {
        var text = Magnitude(minor).ToString(CultureInfo.InvariantCulture).PadLeft(digits + 1, '0');
        var sign = minor < 0 ? "-" : "";
        return digits == 0 ? sign + text : $"{sign}{text.AsSpan(..^digits)}.{text.AsSpan(^digits..)}";
    }

    /// <summary>The same amount as a decimal whose scale is the currency's.</summary>
    internal static decimal ToDecimal(long minor, int digits)
    {
        var magnitude = Magnitude(minor);
        return new decimal((int)(uint)magnitude, (int)(uint)(magnitude >> 32), 0, minor < 0, (byte)digits);
    }

    // Unsigned, because the smallest long has no positive twin.
    private static ulong Magnitude(long minor) => minor < 0 ? 0 - (ulong)minor : (ulong)minor;

    private static bool IsWhole(ReadOnlySpan<char> digits)
        => !digits.IsEmpty && AreDigits(digits) && (digits.Length == 1 || digits[0] != '0');

    private static bool AreDigits(ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange('0', '9') < 0;

    private static bool TryRead(ReadOnlySpan<char> whole, ReadOnlySpan<char> fraction, int digits, bool negative, out long minor)
    {
        minor = 0;
        // A long has at most 19 digits, so whatever is longer is refused before it is added up.
        if (whole.Length + digits > 19 + 4)
        {
            return false;
        }

        var sum = Int128.Zero;
        foreach (var digit in whole)
        {
            sum = (sum * 10) + (digit - '0');
        }

        for (var i = 0; i < digits; i++)
        {
            sum = (sum * 10) + (i < fraction.Length ? fraction[i] - '0' : 0);
        }

        sum = negative ? -sum : sum;
        minor = (long)sum;
        return minor == sum;
    }
}
