using System.Text.RegularExpressions;

namespace FinFlow.GraphQL.Types;

/// <summary>An e-mail address of the form that browsers accept in a form. Whether it receives mail only a message can tell.</summary>
public sealed partial class EmailAddressScalar() : TextScalar<string>("EmailAddress")
{
    /// <summary>https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.1.3, less the angle brackets.</summary>
    private const int LengthMax = 254;

    public static EmailAddressScalar Instance { get; } = new();

    public override string SpecifiedByUrl => "https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address";

    protected override string Form => "an e-mail address such as ada@example.com";

    protected override bool TryParse(string text, out string value)
    {
        value = text;
        return text.Length <= LengthMax && Address().IsMatch(text);
    }

    protected override string Format(string value) => value;

    [GeneratedRegex(
        @"^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*\z",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Address();
}
