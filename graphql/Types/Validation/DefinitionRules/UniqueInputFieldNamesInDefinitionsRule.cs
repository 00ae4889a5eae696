namespace FinFlow.GraphQL.Types;

/// <summary>An input object gives each field once. https://spec.graphql.org/draft/#sec-Input-Object-Field-Uniqueness</summary>
internal static class UniqueInputFieldNamesInDefinitionsRule
{
    public static void Check(DefinitionContext context)
    {
        foreach (var value in context.ObjectValues)
        {
            context.ReportRepeated(value.Fields.Select(field => field.Name), name => $"There can be only one input field named \"{name}\".");
        }
    }
}
