namespace FinFlow.GraphQL.Types;

/// <summary>A directive is given every argument that it requires. https://spec.graphql.org/draft/#sec-Required-Arguments</summary>
internal static class ProvidedRequiredArgumentsOnDirectivesRule
{
    public static void Check(DefinitionContext context)
    {
        foreach (var directive in context.AppliedDirectives)
        {
            if (!context.Directives.TryGetValue(directive.Name.Value, out var signature))
            {
                continue;
            }

            var given = directive.Arguments.Select(argument => argument.Name.Value).ToHashSet(StringComparer.Ordinal);
            foreach (var (name, type, _) in signature.Arguments.Where(argument => argument.IsRequired && !given.Contains(argument.Name)))
            {
                context.Report($"Directive \"@{directive.Name.Value}\" argument \"{name}\" of type \"{type}\" is required, but it was not provided.", directive);
            }
        }
    }
}
