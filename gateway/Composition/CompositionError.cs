using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

public enum Severity { Warning, Error }

/// <summary>A violation, named as the specification names it.</summary>
/// <param name="Code">E.g. INVALID_FIELD_SHARING.</param>
/// <param name="Severity">A warning does not keep the schemas from being composed.</param>
/// <param name="Message">One sentence that names the schema element.</param>
/// <param name="Places">Where the element stands: in the schema to change, or in each that takes part. Empty for what stands nowhere.</param>
/// <param name="Coordinate">E.g. `Product.price(currency:)`; null where GraphQL's own errors name none. https://spec.graphql.org/draft/#sec-Schema-Coordinates</param>
/// <param name="Hint">One sentence that says what to change, and where.</param>
public sealed record CompositionError(
    string Code, Severity Severity, string Message, IReadOnlyList<SourcePlace> Places, string? Coordinate, string Hint)
{
    public override string ToString()
    {
        var places = Places.Count == 0 ? "" : $"{string.Join(", ", Places)}: ";
        return $"{places}{(Severity == Severity.Warning ? "warning" : "error")} {Code}: {Message} {Hint}";
    }
}

/// <summary>Where something stands in the document that a source schema's owner wrote; without a location, the schema as a whole.</summary>
public readonly record struct SourcePlace(string SourceSchema, Location? Location = null)
{
    public override string ToString() => Location is { } at ? $"{SourceSchema}:{at.Line}:{at.Column}" : SourceSchema;
}
