using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

public static class DefinitionValidator
{
    public static IReadOnlyList<GraphQLError> Validate(DocumentNode document, SchemaOptions? options = null) => [];
}
