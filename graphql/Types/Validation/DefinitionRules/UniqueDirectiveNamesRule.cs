namespace FinFlow.GraphQL.Types;

/// <summary>All directives have different names. https://spec.graphql.org/draft/#sec-Schema</summary>
internal static class UniqueDirectiveNamesRule
{
    public static void Check(DefinitionContext context) => context.ReportRepeated(
        context.DirectiveDefinitions.Select(directive => directive.Name),
        name => $"There can be only one directive named \"@{name}\".");
}
