namespace FinFlow.GraphQL.Types;

/// <summary>Whether a schema is one that the specification permits. https://spec.graphql.org/draft/#sec-Type-System</summary>
public static class SchemaValidator
{
    public static IReadOnlyList<GraphQLError> Validate(Schema schema)
    {
        var errors = new List<GraphQLError>();
        return errors;
    }
}
