using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>
/// A directive that is not repeatable stands once on each definition; extensions count as one with their definition.
/// https://spec.graphql.org/draft/#sec-Type-System.Directives
/// </summary>
internal static class UniqueDirectivesPerDefinitionRule
{
    public static void Check(DefinitionContext context)
    {
        foreach (var place in context.Sites.GroupBy(site => Place(site.Owner)))
        {
            var unique = place.SelectMany(site => site.Directives)
                .Where(directive => context.Directives.TryGetValue(directive.Name.Value, out var signature) && !signature.Repeatable);
            foreach (var repeated in unique.GroupBy(directive => directive.Name.Value))
            {
                foreach (var directive in repeated.Skip(1))
                {
                    context.Report($"The directive \"@{repeated.Key}\" can only be used once at this location.", repeated.First(), directive);
                }
            }
        }
    }

    private static object Place(SyntaxNode owner) => owner switch
    {
        SchemaDefinitionNode => typeof(SchemaDefinitionNode),
        TypeDefinitionNode type => type.Name.Value,
        _ => owner,
    };
}
