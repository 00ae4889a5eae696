namespace FinFlow.GraphQL.Types;

/// <summary>https://spec.graphql.org/draft/#sec-Enums.Type-Validation</summary>
internal static class EnumRules
{
    public static void Check(SchemaContext context)
    {
        foreach (var enumType in context.Types.OfType<EnumType>().Where(type => type.Values.Count == 0))
        {
            context.Report($"Enum type {enumType} must define one or more values.", enumType.Syntax);
        }
    }
}
