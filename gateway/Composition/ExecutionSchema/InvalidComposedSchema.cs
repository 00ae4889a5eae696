using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Composition;

/// <summary>
/// INVALID_COMPOSED_SCHEMA: what clients see is valid GraphQL. Not in the specification, whose rules let an object's merged field become
/// nullable while that of its interface stays non-null; the gateway could not load such a schema.
/// </summary>
internal static class InvalidComposedSchema
{
    public static IEnumerable<CompositionError> Check(DocumentNode document, MergedSchema schema)
        => SchemaBuilder.TryBuild(ClientView.Of(document), SchemaOptions.Default, out _, out var errors)
            ? []
            : errors.Select(error => Error(error.Message, [.. NamedFields(error.Message, schema)]));

    private static CompositionError Error(string message, IReadOnlyList<MergedField> fields)
        => new(
            "INVALID_COMPOSED_SCHEMA", Severity.Error, message, [.. fields.SelectMany(field => field.Places)], fields is [var first, ..] ? first.Coordinate : null,
            fields.Count == 0
                ? "Change what the message names, in each schema that defines it, so that the merged schema is valid GraphQL."
                : $"Let {string.Join(" and ", fields.Select(field => $"`{field}`"))} fit together in every schema: merged, a field is non-null only where all say so.");

    // Nothing of the composed document stands anywhere yet; what stands in the sources are the fields that the message names.
    private static IEnumerable<MergedField> NamedFields(string message, MergedSchema schema)
        => from word in message.Split(' ').Distinct()
           let names = word.TrimEnd('.').Split('.')
           where names.Length == 2
           let field = schema.FindType(names[0])?.Fields.GetValueOrDefault(names[1])
           where field is not null
           select field;
}
