namespace FinFlow.GraphQL.Types;

/// <summary>https://spec.graphql.org/draft/#sec-Type-System.Directives.Type-Validation</summary>
internal static class DirectiveRules
{
    public static void Check(SchemaContext context)
    {
        foreach (var directive in context.Schema.Directives.Values)
        {
            foreach (var argument in directive.Arguments.Values)
            {
                var coordinate = $"@{directive.Name}({argument.Name}:)";
                if (!argument.Type.IsInputType)
                {
                    context.Report($"The type of {coordinate} must be Input Type but got: {argument.Type}.", argument.Syntax);
                }

                context.CheckDeprecation(argument, "argument", coordinate);
            }
        }
    }
}
