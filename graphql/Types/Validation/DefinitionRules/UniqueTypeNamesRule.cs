namespace FinFlow.GraphQL.Types;

/// <summary>All types have different names. https://spec.graphql.org/draft/#sec-Schema</summary>
internal static class UniqueTypeNamesRule
{
    public static void Check(DefinitionContext context) => context.ReportRepeated(
        context.TypesAndExtensions.Where(type => !type.IsExtension).Select(type => type.Name),
        name => $"There can be only one type named \"{name}\".");
}
