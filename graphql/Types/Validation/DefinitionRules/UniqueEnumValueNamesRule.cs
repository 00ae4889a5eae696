using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>The values of an enum have different names, those of its extensions included. https://spec.graphql.org/draft/#sec-Enums.Type-Validation</summary>
internal static class UniqueEnumValueNamesRule
{
    public static void Check(DefinitionContext context)
    {
        foreach (var enumType in context.TypesAndExtensions.OfType<EnumTypeDefinitionNode>().GroupBy(type => type.Name.Value))
        {
            context.ReportRepeated(
                enumType.SelectMany(type => type.Values).Select(value => value.Name),
                name => $"Enum value \"{enumType.Key}.{name}\" can only be defined once.");
        }
    }
}
