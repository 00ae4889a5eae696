using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>
/// The fields of an object, interface or input object have different names, those of its extensions included.
/// https://spec.graphql.org/draft/#sec-Objects.Type-Validation
/// </summary>
internal static class UniqueFieldDefinitionNamesRule
{
    public static void Check(DefinitionContext context)
    {
        foreach (var type in context.TypesAndExtensions.GroupBy(type => type.Name.Value))
        {
            context.ReportRepeated(type.SelectMany(FieldNames), name => $"Field \"{type.Key}.{name}\" can only be defined once.");
        }
    }

    private static IEnumerable<NameNode> FieldNames(TypeDefinitionNode type) => type switch
    {
        ComplexTypeDefinitionNode complex => complex.Fields.Select(field => field.Name),
        InputObjectTypeDefinitionNode input => input.Fields.Select(field => field.Name),
        _ => [],
    };
}
