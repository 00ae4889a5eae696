using System.Collections.Frozen;
using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>
/// Gives a field of an introspection type. Sources and results are the model itself: a <see cref="Schema"/> is a `__Schema`, a
/// <see cref="GraphQLType"/> a `__Type`, and so on; lists are <see cref="IReadOnlyList{T}"/>, enum values their names.
/// </summary>
/// <param name="arguments">Coerced, defaults filled in.</param>
public delegate object? IntrospectionResolver(Schema schema, object source, IReadOnlyDictionary<string, object?> arguments);

/// <summary>Introspection as a table, so that any executor resolves it like its other fields. https://spec.graphql.org/draft/#sec-Schema-Introspection</summary>
public static class Introspection
{
    /// <summary>`__schema` and `__type` of the query root; the source does not matter.</summary>
    public static FrozenDictionary<string, IntrospectionResolver> RootFields { get; } = Table(
        ("__schema", (schema, _, _) => schema),
        ("__type", (schema, _, arguments) => schema.FindType((string)arguments["name"]!)));

    /// <summary>Resolvers by type name (`__Type`) and field name.</summary>
    public static FrozenDictionary<string, FrozenDictionary<string, IntrospectionResolver>> Fields { get; } =
        new Dictionary<string, FrozenDictionary<string, IntrospectionResolver>>
        {
            ["__Schema"] = Table(
                Field<Schema>("description", schema => schema.Description),
                Field<Schema>("types", schema => schema.Types.Values.ToArray()),
                Field<Schema>("queryType", schema => schema.QueryType),
                Field<Schema>("mutationType", schema => schema.MutationType),
                Field<Schema>("subscriptionType", schema => schema.SubscriptionType),
                Field<Schema>("directives", schema => schema.Directives.Values.ToArray())),
            ["__Type"] = Table(
                Field<GraphQLType>("kind", Kind),
                Field<GraphQLType>("name", type => (type as NamedType)?.Name),
                Field<GraphQLType>("description", type => (type as NamedType)?.Description),
                Field<GraphQLType>("specifiedByURL", type => (type as ScalarType)?.SpecifiedByUrl),
                ("fields", (_, type, arguments) => type is ComplexType complex ? Undeprecated(complex.Fields.Values, field => field.DeprecationReason, arguments) : null),
                Field<GraphQLType>("interfaces", type => (type as ComplexType)?.Interfaces),
                ("possibleTypes", (schema, type, _) => type is NamedType { IsAbstract: true } named ? schema.PossibleTypes(named) : null),
                ("enumValues", (_, type, arguments) => type is EnumType enumType ? Undeprecated(enumType.Values, value => value.DeprecationReason, arguments) : null),
                ("inputFields", (_, type, arguments) => type is InputObjectType input ? Undeprecated(input.Fields.Values, field => field.DeprecationReason, arguments) : null),
                Field<GraphQLType>("ofType", type => type is NonNullType nonNull ? nonNull.OfType : (type as ListType)?.OfType),
                Field<GraphQLType>("isOneOf", type => (type as InputObjectType)?.IsOneOf)),
            ["__Field"] = Table(
                Field<OutputField>("name", field => field.Name),
                Field<OutputField>("description", field => field.Description),
                ("args", (_, field, arguments) => Undeprecated(((OutputField)field).Arguments.Values, argument => argument.DeprecationReason, arguments)),
                Field<OutputField>("type", field => field.Type),
                Field<OutputField>("isDeprecated", field => field.DeprecationReason is not null),
                Field<OutputField>("deprecationReason", field => field.DeprecationReason)),
            ["__InputValue"] = Table(
                Field<InputValue>("name", value => value.Name),
                Field<InputValue>("description", value => value.Description),
                Field<InputValue>("type", value => value.Type),
                Field<InputValue>("defaultValue", value => value.DefaultValue is null ? null : SyntaxPrinter.Print(value.DefaultValue)),
                Field<InputValue>("isDeprecated", value => value.DeprecationReason is not null),
                Field<InputValue>("deprecationReason", value => value.DeprecationReason)),
            ["__EnumValue"] = Table(
                Field<EnumValue>("name", value => value.Name),
                Field<EnumValue>("description", value => value.Description),
                Field<EnumValue>("isDeprecated", value => value.DeprecationReason is not null),
                Field<EnumValue>("deprecationReason", value => value.DeprecationReason)),
            ["__Directive"] = Table(
                Field<DirectiveType>("name", directive => directive.Name),
                Field<DirectiveType>("description", directive => directive.Description),
                Field<DirectiveType>("isRepeatable", directive => directive.Repeatable),
                Field<DirectiveType>("locations", directive => directive.Locations),
                ("args", (_, directive, arguments) => Undeprecated(((DirectiveType)directive).Arguments.Values, argument => argument.DeprecationReason, arguments))),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    private static string Kind(GraphQLType type) => type switch
    {
        ScalarType => "SCALAR",
        ObjectType => "OBJECT",
        InterfaceType => "INTERFACE",
        UnionType => "UNION",
        EnumType => "ENUM",
        InputObjectType => "INPUT_OBJECT",
        ListType => "LIST",
        _ => "NON_NULL",
    };

    private static T[] Undeprecated<T>(IEnumerable<T> members, Func<T, string?> reason, IReadOnlyDictionary<string, object?> arguments)
        => arguments.GetValueOrDefault("includeDeprecated") is true ? [.. members] : [.. members.Where(member => reason(member) is null)];

    private static (string, IntrospectionResolver) Field<TSource>(string name, Func<TSource, object?> read)
        => (name, (_, source, _) => read((TSource)source));

    private static FrozenDictionary<string, IntrospectionResolver> Table(params IEnumerable<(string Name, IntrospectionResolver Resolve)> fields)
        => fields.ToFrozenDictionary(field => field.Name, field => field.Resolve, StringComparer.Ordinal);
}
