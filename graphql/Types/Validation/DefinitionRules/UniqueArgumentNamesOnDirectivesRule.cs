namespace FinFlow.GraphQL.Types;

/// <summary>A directive is given each argument once. https://spec.graphql.org/draft/#sec-Argument-Uniqueness</summary>
internal static class UniqueArgumentNamesOnDirectivesRule
{
    public static void Check(DefinitionContext context)
    {
        foreach (var directive in context.AppliedDirectives)
        {
            var names = directive.Arguments.Select(argument => argument.Name);
            foreach (var repeated in names.GroupBy(name => name.Value).Where(group => group.Count() > 1))
            {
                context.Report($"There can be only one argument named \"{repeated.Key}\".", repeated);
            }
        }
    }
}
