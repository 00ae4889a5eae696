using System.Globalization;
using System.Text.RegularExpressions;

namespace FinFlow.GraphQL.Types;

/// <summary>
/// A moment, `2024-02-29T12:30:00Z`. An offset is required coming in, so that no time zone has to be guessed; values are normalised to UTC.
/// Fractions of a second have at most seven digits.
/// </summary>
public sealed partial class DateTimeScalar() : TextScalar<DateTimeOffset>("DateTime")
{
    public static DateTimeScalar Instance { get; } = new();

    public override string SpecifiedByUrl => "https://www.rfc-editor.org/rfc/rfc3339#section-5.6";

    protected override string Form => "a date and time with offset such as 2024-02-29T12:30:00Z";

    protected override bool TryParse(string text, out DateTimeOffset value)
    {
        value = default;
        if (!Rfc3339().IsMatch(text)
            || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var parsed))
        {
            return false;
        }

        value = parsed.ToUniversalTime();
        return true;
    }

    protected override string Format(DateTimeOffset value) => value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>A <see cref="DateTime"/> must say that it is UTC; one of unspecified kind could be anything.</summary>
    protected override bool TryConvert(object value, out DateTimeOffset converted)
    {
        if (value is DateTime { Kind: DateTimeKind.Utc } utc)
        {
            converted = new DateTimeOffset(utc);
            return true;
        }

        return base.TryConvert(value, out converted);
    }

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,7})?([Zz]|[+-]\d{2}:\d{2})\z", RegexOptions.CultureInvariant | RegexOptions.ECMAScript)]
    private static partial Regex Rfc3339();
}
