using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

/// <summary>
/// ENUM_TYPE_DEFAULT_VALUE_INACCESSIBLE: a default shows no hidden value.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Enum-Type-Default-Value-Inaccessible
/// </summary>
internal sealed class EnumTypeDefaultValueInaccessible : IPostMergeRule
{
    public IEnumerable<CompositionError> Check(MergedSchema schema)
        => from type in schema.VisibleTypes
           from input in type.VisibleFields.SelectMany(field => field.VisibleArguments).Concat(type.VisibleInputFields)
           let given = input.DefaultValue
           where given is not null
           from value in HiddenValues(given, input.Type.NamedType, schema)
           select new CompositionError(
               "ENUM_TYPE_DEFAULT_VALUE_INACCESSIBLE",
               Severity.Error,
               $"The default of `{input}` uses `{value}`, which is inaccessible.",
               input.Places,
               input.Coordinate,
               $"Take `@inaccessible` away from `{value}`, or give `{input}` another default.");

    private static IEnumerable<string> HiddenValues(ValueNode value, string typeName, MergedSchema schema) => value switch
    {
        ListValueNode list => list.Items.SelectMany(item => HiddenValues(item, typeName, schema)),
        ObjectValueNode given => given.Fields.SelectMany(field =>
            schema.FindType(typeName)?.InputFields.GetValueOrDefault(field.Name.Value) is { } definition
                ? HiddenValues(field.Value, definition.Type.NamedType, schema)
                : []),
        EnumValueNode named when schema.FindType(typeName) is { Kind: TypeKind.Enum } type
            && type.VisibleValues.All(visible => visible.Name != named.Value) => [$"{type}.{named.Value}"],
        _ => [],
    };
}
