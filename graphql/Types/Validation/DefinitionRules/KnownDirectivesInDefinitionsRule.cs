namespace FinFlow.GraphQL.Types;

/// <summary>Every directive that a definition bears is defined for that place. https://spec.graphql.org/draft/#sec-Type-System.Directives</summary>
internal static class KnownDirectivesInDefinitionsRule
{
    public static void Check(DefinitionContext context)
    {
        foreach (var site in context.Sites)
        {
            foreach (var directive in site.Directives)
            {
                var name = directive.Name.Value;
                if (!context.Directives.TryGetValue(name, out var signature))
                {
                    context.Report($"Unknown directive \"@{name}\".", directive);
                }
                else if (!signature.Locations.Contains(site.Location))
                {
                    context.Report($"Directive \"@{name}\" may not be used on {site.Location}.", directive);
                }
            }
        }
    }
}
