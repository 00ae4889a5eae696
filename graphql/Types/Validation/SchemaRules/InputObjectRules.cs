namespace FinFlow.GraphQL.Types;

/// <summary>https://spec.graphql.org/draft/#sec-Input-Objects.Type-Validation</summary>
internal static class InputObjectRules
{
    public static void Check(SchemaContext context)
    {
        foreach (var type in context.Types.OfType<InputObjectType>())
        {
            if (type.Fields.Count == 0)
            {
                context.Report($"Input Object type {type} must define one or more fields.", type.Syntax);
            }

            foreach (var field in type.Fields.Values)
            {
                Check(context, type, field);
            }
        }
    }

    private static void Check(SchemaContext context, InputObjectType type, InputValue field)
    {
        var coordinate = $"{type}.{field.Name}";
        if (!field.Type.IsInputType)
        {
            context.Report($"The type of {coordinate} must be Input Type but got: {field.Type}.", field.Syntax?.Type);
        }

        context.CheckDeprecation(field, "input field", coordinate);
        if (!type.IsOneOf)
        {
            return;
        }

        if (field.Type.IsNonNull)
        {
            context.Report($"OneOf input field {coordinate} must be nullable.", field.Syntax?.Type);
        }

        if (field.DefaultValue is not null)
        {
            context.Report($"OneOf input field {coordinate} cannot have a default value.", field.Syntax);
        }
    }
}
