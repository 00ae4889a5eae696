namespace FinFlow.GraphQL.Types;

/// <summary>A directive is given only arguments that it defines. https://spec.graphql.org/draft/#sec-Argument-Names</summary>
internal static class KnownArgumentNamesOnDirectivesRule
{
    public static void Check(DefinitionContext context)
    {
        foreach (var directive in context.AppliedDirectives)
        {
            if (!context.Directives.TryGetValue(directive.Name.Value, out var signature))
            {
                continue;
            }

            var known = signature.Arguments.Select(argument => argument.Name).ToArray();
            foreach (var argument in directive.Arguments.Where(argument => !known.Contains(argument.Name.Value)))
            {
                var name = argument.Name.Value;
                context.Report($"Unknown argument \"{name}\" on directive \"@{directive.Name.Value}\".{Suggestions.DidYouMean(name, known)}", argument);
            }
        }
    }
}
