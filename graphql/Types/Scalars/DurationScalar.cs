using System.Text.RegularExpressions;
using System.Xml;

namespace FinFlow.GraphQL.Types;

/// <summary>A length of time in the notation of ISO 8601, `P1DT2H30M`. Years and months are refused: their length depends on when they begin.</summary>
public sealed partial class DurationScalar() : TextScalar<TimeSpan>("Duration")
{
    public static DurationScalar Instance { get; } = new();

    public override string SpecifiedByUrl => "https://www.rfc-editor.org/rfc/rfc3339#appendix-A";

    protected override string Form => "a duration of days, hours, minutes and seconds such as P1DT2H30M";

    protected override bool TryParse(string text, out TimeSpan value)
    {
        value = default;
        if (!Iso8601().IsMatch(text))
        {
            return false;
        }

        try
        {
            value = XmlConvert.ToTimeSpan(text);
            return true;
        }
        catch (Exception refusal) when (refusal is FormatException or OverflowException)
        {
            return false;
        }
    }

    protected override string Format(TimeSpan value) => XmlConvert.ToString(value);

    [GeneratedRegex(@"^-?P(?=.)(\d{1,8}D)?(T(?=.)(\d{1,10}H)?(\d{1,10}M)?(\d{1,12}(\.\d{1,7})?S)?)?\z", RegexOptions.CultureInvariant | RegexOptions.ECMAScript)]
    private static partial Regex Iso8601();
}
