using System.Text.RegularExpressions;

namespace FinFlow.GraphQL.Types;

/// <summary>An international telephone number, `+` and at most 15 digits.</summary>
public sealed partial class PhoneNumberScalar() : TextScalar<string>("PhoneNumber")
{
    public static PhoneNumberScalar Instance { get; } = new();

    public override string SpecifiedByUrl => "https://www.itu.int/rec/T-REC-E.164";

    protected override string Form => "a telephone number such as +41446681800";

    protected override bool TryParse(string text, out string value)
    {
        value = text;
        return E164().IsMatch(text);
    }

    protected override string Format(string value) => value;

    [GeneratedRegex(@"^\+[1-9]\d{1,14}\z", RegexOptions.CultureInvariant | RegexOptions.ECMAScript)]
    private static partial Regex E164();
}
