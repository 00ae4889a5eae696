using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

/// <summary>
/// Whether constant arguments are what a field accepts.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Path-Field-Argument-Validity
/// </summary>
internal static class ConstantArguments
{
    public static IEnumerable<string> Problems(IReadOnlyList<ArgumentNode> arguments, SourceField field, SchemaContext context)
    {
        foreach (var argument in arguments)
        {
            if (!field.Arguments.TryGetValue(argument.Name.Value, out var definition))
            {
                yield return $"`{field}` has no argument `{argument.Name.Value}`.";
            }
            else if (!IsCoercible(argument.Value, definition.Type, context))
            {
                yield return $"`{definition}` must be a constant of the type `{definition.Type.Text}`.";
            }
        }

        foreach (var missing in field.Arguments.Values.Where(definition =>
            definition.IsRequired && arguments.All(given => given.Name.Value != definition.Name)))
        {
            yield return $"`{missing}` is required.";
        }
    }

    /// <summary>Scalars that GraphQL does not define accept any constant.</summary>
    private static bool IsCoercible(ValueNode value, TypeNode type, SchemaContext context) => (value, type) switch
    {
        (VariableNode, _) => false,
        (NullValueNode, _) => type is not NonNullTypeNode,
        (_, NonNullTypeNode nonNull) => IsCoercible(value, nonNull.Type, context),
        (ListValueNode list, ListTypeNode listType) => list.Items.All(item => IsCoercible(item, listType.Type, context)),
        (_, ListTypeNode listType) => IsCoercible(value, listType.Type, context),
        _ => IsCoercible(value, type.NamedType, context),
    };

    private static bool IsCoercible(ValueNode value, string typeName, SchemaContext context) => typeName switch
    {
        "Int" => value is IntValueNode,
        "Float" => value is IntValueNode or FloatValueNode,
        "String" => value is StringValueNode,
        "Boolean" => value is BooleanValueNode,
        "ID" => value is StringValueNode or IntValueNode,
        _ => context.FindType(typeName) switch
        {
            { Kind: TypeKind.Enum } type => value is EnumValueNode named && type.Values.ContainsKey(named.Value),
            { Kind: TypeKind.InputObject } type => value is ObjectValueNode given && IsInputObject(given, type, context),
            _ => true,
        },
    };

    private static bool IsInputObject(ObjectValueNode value, SourceType type, SchemaContext context)
        => value.Fields.All(field => type.InputFields.TryGetValue(field.Name.Value, out var definition)
                && IsCoercible(field.Value, definition.Type, context))
            && type.InputFields.Values.All(definition => !definition.IsRequired || value.Fields.Any(field => field.Name.Value == definition.Name));
}
