using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

public enum Severity { Warning, Error }

/// <summary>A violation, named as the specification names it.</summary>
/// <param name="Code">E.g. INVALID_FIELD_SHARING.</param>
/// <param name="Severity">A warning does not keep the schemas from being composed.</param>
/// <param name="Message">One sentence that names the schema element.</param>
/// <param name="SourceSchema">The schema to change; null when several are involved.</param>
/// <param name="Coordinate">E.g. `Product.price(currency:)`. https://spec.graphql.org/draft/#sec-Schema-Coordinates</param>
/// <param name="Location">Where the element stands in the source schema's document.</param>
/// <param name="Hint">What usually helps.</param>
public sealed record CompositionError(
    string Code, Severity Severity, string Message, string? SourceSchema = null, string? Coordinate = null, Location? Location = null, string? Hint = null)
{
    public override string ToString()
    {
        var place = SourceSchema is null ? "" : Location is { } at ? $"{SourceSchema}:{at.Line}:{at.Column}: " : $"{SourceSchema}: ";
        return $"{place}{(Severity == Severity.Warning ? "warning" : "error")} {Code}: {Message}{(Hint is null ? "" : $" {Hint}")}";
    }
}
