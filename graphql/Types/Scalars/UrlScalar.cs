namespace FinFlow.GraphQL.Types;

/// <summary>An absolute URL.</summary>
public sealed class UrlScalar() : TextScalar<Uri>("URL")
{
    public static UrlScalar Instance { get; } = new();

    public override string SpecifiedByUrl => "https://www.rfc-editor.org/rfc/rfc3986";

    protected override string Form => "an absolute URL such as https://example.com/path";

    /// <summary>The text must name its scheme: on Unix a mere path would count as an absolute file URL.</summary>
    protected override bool TryParse(string text, out Uri value)
        => Uri.TryCreate(text, UriKind.Absolute, out value!) && text.StartsWith(value.Scheme + ":", StringComparison.OrdinalIgnoreCase);

    protected override string Format(Uri value) => value.OriginalString;
}
