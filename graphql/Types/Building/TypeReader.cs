using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>Fills types and directives from their definitions. Members that are defined twice keep their first definition.</summary>
/// <param name="resolve">The type that a name means.</param>
/// <param name="keepSyntax">Whether members remember where they were written; built-in ones do not, so that no error points there.</param>
internal sealed class TypeReader(Func<NamedTypeNode, NamedType> resolve, bool keepSyntax)
{
    private const string DefaultDeprecationReason = "No longer supported";

    /// <param name="type">A type without members.</param>
    /// <param name="syntax">Its definition, then its extensions, all of the type's kind.</param>
    public void Read(NamedType type, IReadOnlyList<TypeDefinitionNode> syntax)
    {
        type.Description = syntax.Select(node => node.Description?.Value).FirstOrDefault(text => text is not null);
        type.Directives = [.. syntax.SelectMany(node => node.Directives)];
        type.Syntax = keepSyntax ? syntax : [];
        switch (type)
        {
            case ScalarType scalar:
                scalar.SpecifiedByUrl = ArgumentText(type.Directives, "specifiedBy", "url");
                break;
            case EnumType enumType:
                enumType.Values = [.. syntax.Cast<EnumTypeDefinitionNode>().SelectMany(node => node.Values)
                    .DistinctBy(value => value.Name.Value).Select(ReadEnumValue)];
                break;
            case ComplexType complex:
                ReadComplex(complex, [.. syntax.Cast<ComplexTypeDefinitionNode>()]);
                break;
            case UnionType union:
                union.Types = [.. syntax.Cast<UnionTypeDefinitionNode>().SelectMany(node => node.Types).Select(resolve).OfType<ObjectType>().Distinct()];
                break;
            case InputObjectType input:
                input.IsOneOf = type.Directives.Any(directive => directive.Name.Value == "oneOf");
                ReadInputValues(input.Fields, syntax.Cast<InputObjectTypeDefinitionNode>().SelectMany(node => node.Fields));
                break;
        }
    }

    public DirectiveType ReadDirective(DirectiveDefinitionNode node)
    {
        var directive = new DirectiveType(node.Name.Value)
        {
            Description = node.Description?.Value,
            Repeatable = node.Repeatable,
            Locations = [.. node.Locations.Select(location => location.Value)],
            Syntax = keepSyntax ? node : null,
        };
        ReadInputValues(directive.Arguments, node.Arguments);
        return directive;
    }

    private void ReadComplex(ComplexType type, IReadOnlyList<ComplexTypeDefinitionNode> syntax)
    {
        type.Interfaces = [.. syntax.SelectMany(node => node.Interfaces).Select(resolve).OfType<InterfaceType>().Distinct()];
        foreach (var node in syntax.SelectMany(definition => definition.Fields))
        {
            type.Fields.TryAdd(node.Name.Value, ReadField(type, node));
        }
    }

    private OutputField ReadField(ComplexType declaringType, FieldDefinitionNode node)
    {
        var field = new OutputField(node.Name.Value)
        {
            Description = node.Description?.Value,
            DeclaringType = declaringType,
            Type = ReadType(node.Type),
            DeprecationReason = DeprecationReason(node.Directives),
            Directives = node.Directives,
            Syntax = keepSyntax ? node : null,
        };
        ReadInputValues(field.Arguments, node.Arguments);
        return field;
    }

    private void ReadInputValues(OrderedDictionary<string, InputValue> values, IEnumerable<InputValueDefinitionNode> nodes)
    {
        foreach (var node in nodes)
        {
            values.TryAdd(node.Name.Value, new InputValue(node.Name.Value)
            {
                Description = node.Description?.Value,
                Type = ReadType(node.Type),
                DefaultValue = node.DefaultValue,
                DeprecationReason = DeprecationReason(node.Directives),
                Directives = node.Directives,
                Syntax = keepSyntax ? node : null,
            });
        }
    }

    private EnumValue ReadEnumValue(EnumValueDefinitionNode node) => new(node.Name.Value)
    {
        Description = node.Description?.Value,
        DeprecationReason = DeprecationReason(node.Directives),
        Directives = node.Directives,
        Syntax = keepSyntax ? node : null,
    };

    private GraphQLType ReadType(TypeNode node) => node switch
    {
        NonNullTypeNode nonNull => new NonNullType(ReadType(nonNull.Type)),
        ListTypeNode list => new ListType(ReadType(list.Type)),
        _ => resolve((NamedTypeNode)node),
    };

    /// <summary>https://spec.graphql.org/draft/#sec--deprecated</summary>
    private static string? DeprecationReason(IReadOnlyList<DirectiveNode> directives)
        => directives.FirstOrDefault(node => node.Name.Value == "deprecated") is not { } deprecated ? null
            : deprecated.Arguments.Any(argument => argument.Name.Value == "reason") ? ArgumentText(directives, "deprecated", "reason")
            : DefaultDeprecationReason;

    private static string? ArgumentText(IReadOnlyList<DirectiveNode> directives, string directive, string argument)
        => (directives.FirstOrDefault(node => node.Name.Value == directive)?.Arguments
            .FirstOrDefault(node => node.Name.Value == argument)?.Value as StringValueNode)?.Value;
}
