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
            : errors.Select(error => new CompositionError("INVALID_COMPOSED_SCHEMA", Severity.Error, error.Message, [.. Places(error.Message, schema)]));

    // Nothing of the composed document stands anywhere yet; what stands in the sources are the fields that the message names.
    private static IEnumerable<SourcePlace> Places(string message, MergedSchema schema)
        => from word in message.Split(' ')
           let names = word.TrimEnd('.').Split('.')
           where names.Length == 2
           from place in schema.FindType(names[0])?.Fields.GetValueOrDefault(names[1])?.Places ?? []
           select place;
}
