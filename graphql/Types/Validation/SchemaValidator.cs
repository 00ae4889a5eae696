namespace FinFlow.GraphQL.Types;

/// <summary>Whether a schema is one that the specification permits. https://spec.graphql.org/draft/#sec-Type-System</summary>
public static class SchemaValidator
{
    private static readonly Action<SchemaContext>[] Rules =
    [
        RootTypeRules.Check,
        DirectiveRules.Check,
        NameRules.Check,
        FieldRules.Check,
        InterfaceRules.Check,
        UnionRules.Check,
        EnumRules.Check,
        InputObjectRules.Check,
        InputObjectCycleRules.Check,
        DefaultValueRules.Check,
    ];

    /// <summary>The violations; empty when the schema is valid. Types of the document are checked, the built-in ones are trusted.</summary>
    public static IReadOnlyList<GraphQLError> Validate(Schema schema)
    {
        var context = new SchemaContext(schema);
        foreach (var check in Rules)
        {
            check(context);
        }

        return context.Errors;
    }
}
