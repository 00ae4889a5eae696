using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>The arguments of a field or directive have different names. https://spec.graphql.org/draft/#sec-Field-Arguments</summary>
internal static class UniqueArgumentDefinitionNamesRule
{
    public static void Check(DefinitionContext context)
    {
        foreach (var directive in context.DirectiveDefinitions)
        {
            Check(context, $"@{directive.Name.Value}", directive.Arguments);
        }

        foreach (var type in context.TypesAndExtensions.OfType<ComplexTypeDefinitionNode>())
        {
            foreach (var field in type.Fields)
            {
                Check(context, $"{type.Name.Value}.{field.Name.Value}", field.Arguments);
            }
        }
    }

    private static void Check(DefinitionContext context, string parent, IReadOnlyList<InputValueDefinitionNode> arguments)
    {
        foreach (var repeated in arguments.Select(argument => argument.Name).GroupBy(name => name.Value).Where(names => names.Count() > 1))
        {
            context.Report($"Argument \"{parent}({repeated.Key}:)\" can only be defined once.", repeated);
        }
    }
}
