using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>An extension has a definition of its kind. https://spec.graphql.org/draft/#sec-Type-Extensions</summary>
internal static class PossibleTypeExtensionsRule
{
    public static void Check(DefinitionContext context)
    {
        foreach (var extension in context.TypesAndExtensions.Where(type => type.IsExtension))
        {
            var name = extension.Name.Value;
            if (!context.Types.TryGetValue(name, out var definition))
            {
                context.Report($"Cannot extend type \"{name}\" because it is not defined.{Suggestions.DidYouMean(name, context.Types.Keys)}", extension.Name);
            }
            else if (definition.GetType() != extension.GetType())
            {
                context.Report($"Cannot extend non-{KindOf(extension)} type \"{name}\".", definition, extension);
            }
        }
    }

    private static string KindOf(TypeDefinitionNode type) => type switch
    {
        ScalarTypeDefinitionNode => "scalar",
        ObjectTypeDefinitionNode => "object",
        InterfaceTypeDefinitionNode => "interface",
        UnionTypeDefinitionNode => "union",
        EnumTypeDefinitionNode => "enum",
        _ => "input object",
    };
}
