namespace FinFlow.GraphQL.Types;

/// <summary>Fields of objects and interfaces. https://spec.graphql.org/draft/#sec-Objects.Type-Validation</summary>
internal static class FieldRules
{
    public static void Check(SchemaContext context)
    {
        foreach (var type in context.Types.OfType<ComplexType>())
        {
            if (type.Fields.Count == 0)
            {
                context.Report($"Type {type} must define one or more fields.", type.Syntax);
            }

            foreach (var field in type.Fields.Values)
            {
                Check(context, field);
            }
        }
    }

    private static void Check(SchemaContext context, OutputField field)
    {
        if (!field.Type.IsOutputType)
        {
            context.Report($"The type of {field} must be Output Type but got: {field.Type}.", field.Syntax?.Type);
        }

        foreach (var argument in field.Arguments.Values)
        {
            var coordinate = $"{field}({argument.Name}:)";
            if (!argument.Type.IsInputType)
            {
                context.Report($"The type of {coordinate} must be Input Type but got: {argument.Type}.", argument.Syntax?.Type);
            }

            context.CheckDeprecation(argument, "argument", coordinate);
        }
    }
}
