namespace FinFlow.GraphQL.Types;

/// <summary>A UUID in lower-case hexadecimal digits and hyphens.</summary>
public sealed class UuidScalar() : TextScalar<Guid>("UUID")
{
    public static UuidScalar Instance { get; } = new();

    public override string SpecifiedByUrl => "https://www.rfc-editor.org/rfc/rfc9562";

    protected override string Form => "a UUID such as 018f0000-0000-7000-8000-000000000000";

    protected override bool TryParse(string text, out Guid value) => Guid.TryParseExact(text, "D", out value);

    protected override string Format(Guid value) => value.ToString("D");
}
