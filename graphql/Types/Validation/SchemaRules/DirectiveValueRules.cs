using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>What directives are given on definitions is of the types that they ask for. https://spec.graphql.org/draft/#sec-Values-of-Correct-Type</summary>
internal static class DirectiveValueRules
{
    public static void Check(SchemaContext context)
    {
        foreach (var directive in context.Schema.SchemaDirectives.Concat(context.Types.SelectMany(Applied))
            .Concat(context.Schema.Directives.Values.SelectMany(directive => Applied(directive.Arguments))))
        {
            if (context.Schema.Directives.TryGetValue(directive.Name.Value, out var definition))
            {
                Check(context, directive, definition);
            }
        }
    }

    private static void Check(SchemaContext context, DirectiveNode directive, DirectiveType definition)
    {
        foreach (var given in directive.Arguments)
        {
            if (definition.Arguments.TryGetValue(given.Name.Value, out var argument)
                && argument.Type.IsInputType
                && !ValueCoercion.TryCoerceLiteral(given.Value, argument.Type, VariableValues.None, out _))
            {
                context.Report($"The value of {definition}({argument.Name}:) must be of type {argument.Type} but is: {SyntaxPrinter.Print(given.Value)}.", given.Value);
            }
        }
    }

    private static IEnumerable<DirectiveNode> Applied(NamedType type) => type.Directives.Concat(type switch
    {
        ComplexType complex => complex.Fields.Values.SelectMany(field => field.Directives.Concat(Applied(field.Arguments))),
        InputObjectType input => Applied(input.Fields),
        EnumType enumType => enumType.Values.SelectMany(value => value.Directives),
        _ => [],
    });

    private static IEnumerable<DirectiveNode> Applied(OrderedDictionary<string, InputValue> values) => values.Values.SelectMany(value => value.Directives);
}
