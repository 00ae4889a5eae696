using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Composition;

/// <summary>
/// INVALID_COMPOSED_SCHEMA: what clients see is valid GraphQL. Not in the specification, whose rules let an object's merged field become
/// nullable while that of its interface stays non-null; the gateway could not load such a schema.
/// </summary>
internal static class InvalidComposedSchema
{
    public static IEnumerable<CompositionError> Check(DocumentNode document)
        => SchemaBuilder.TryBuild(ClientView.Of(document), SchemaOptions.Default, out _, out var errors)
            ? []
            : errors.Select(error => new CompositionError("INVALID_COMPOSED_SCHEMA", Severity.Error, error.Message));
}
