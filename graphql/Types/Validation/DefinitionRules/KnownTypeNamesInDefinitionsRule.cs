namespace FinFlow.GraphQL.Types;

/// <summary>Every type that a definition refers to is defined. https://spec.graphql.org/draft/#sec-Schema</summary>
internal static class KnownTypeNamesInDefinitionsRule
{
    public static void Check(DefinitionContext context)
    {
        foreach (var reference in context.TypeReferences)
        {
            var name = reference.Name.Value;
            if (!context.Types.ContainsKey(name) && !BuiltIns.Types.ContainsKey(name))
            {
                var known = BuiltIns.All.Select(type => type.Name).Concat(context.Types.Keys);
                context.Report($"Unknown type \"{name}\".{Suggestions.DidYouMean(name, known)}", reference);
            }
        }
    }
}
