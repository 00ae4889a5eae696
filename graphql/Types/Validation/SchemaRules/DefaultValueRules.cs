using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>A default value is a value of its type. https://spec.graphql.org/draft/#sec-Objects.Type-Validation</summary>
internal static class DefaultValueRules
{
    public static void Check(SchemaContext context)
    {
        foreach (var (coordinate, value) in Values(context).Where(pair => pair.Value is { DefaultValue: not null, Type.IsInputType: true }))
        {
            if (!ValueCoercion.TryCoerceLiteral(value.DefaultValue!, value.Type, VariableValues.None, out _))
            {
                context.Report($"The default value of {coordinate} must be of type {value.Type} but is: {SyntaxPrinter.Print(value.DefaultValue!)}.", value.DefaultValue);
            }
        }
    }

    private static IEnumerable<(string Coordinate, InputValue Value)> Values(SchemaContext context) =>
    [
        .. from directive in context.Schema.Directives.Values
           from argument in directive.Arguments.Values
           select ($"@{directive.Name}({argument.Name}:)", argument),
        .. from type in context.Types.OfType<ComplexType>()
           from field in type.Fields.Values
           from argument in field.Arguments.Values
           select ($"{field}({argument.Name}:)", argument),
        .. from type in context.Types.OfType<InputObjectType>()
           from field in type.Fields.Values
           select ($"{type}.{field.Name}", field),
    ];
}
