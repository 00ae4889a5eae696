using System.Globalization;

namespace FinFlow.GraphQL.Types;

/// <summary>A day of the calendar, `2024-02-29`.</summary>
public sealed class DateScalar() : TextScalar<DateOnly>("Date")
{
    public static DateScalar Instance { get; } = new();

    /// <summary>`full-date` of RFC 3339.</summary>
    public override string SpecifiedByUrl => "https://www.rfc-editor.org/rfc/rfc3339#section-5.6";

    protected override string Form => "a date such as 2024-02-29";

    protected override bool TryParse(string text, out DateOnly value)
        => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out value);

    protected override string Format(DateOnly value) => value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
