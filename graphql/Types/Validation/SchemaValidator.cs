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
        DefaultValueCycleRules.Check,
    ];

    /// <summary>These coerce values, which needs a sound schema: default values that fill in each other in a circle would not end.</summary>
    private static readonly Action<SchemaContext>[] ValueRules = [DefaultValueRules.Check, DirectiveValueRules.Check];

    /// <summary>The violations; empty when the schema is valid. Types of the document are checked, the built-in ones are trusted.</summary>
    public static IReadOnlyList<GraphQLError> Validate(Schema schema)
    {
        var context = new SchemaContext(schema);
        Apply(Rules, context);
        if (context.Errors.Count == 0)
        {
            Apply(ValueRules, context);
        }

        return context.Errors;
    }

    private static void Apply(Action<SchemaContext>[] rules, SchemaContext context)
    {
        foreach (var check in rules)
        {
            check(context);
        }
    }
}
