using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Composition;

/// <summary>
/// INVALID_GRAPHQL: a source schema is valid GraphQL by itself. Syntax errors are reported when it is read.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Invalid-GraphQL
/// </summary>
internal sealed class InvalidGraphQL : ISourceRule
{
    public IEnumerable<CompositionError> Check(SourceSchema schema)
        => SchemaBuilder.TryBuild(schema.Document, Options, out _, out var errors)
            ? []
            : errors.Select(error => Error(schema.Name, error.Message, Place(error)));

    public static CompositionError Error(string schemaName, string message, Location? location)
        => new(
            "INVALID_GRAPHQL", Severity.Error, message, [new SourcePlace(schemaName, location)], null,
            $"Correct the SDL of {schemaName} here: it must be valid GraphQL by itself.");

    private static readonly SchemaOptions Options = new() { Prelude = SpecifiedDirectives.Document };

    private static Location? Place(GraphQLError error) => error.Locations is [var first, ..] ? new Location(0, 0, first.Line, first.Column) : null;
}
