namespace FinFlow.GraphQL.Types;

/// <summary>A document defines its schema at most once. https://spec.graphql.org/draft/#sec-Schema</summary>
internal static class LoneSchemaDefinitionRule
{
    public static void Check(DefinitionContext context)
    {
        foreach (var repeated in context.Schemas.Where(schema => !schema.IsExtension).Skip(1))
        {
            context.Report("Must provide only one schema definition.", repeated);
        }
    }
}
