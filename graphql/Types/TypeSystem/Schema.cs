using System.Collections.Frozen;
using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>A GraphQL service's type system. Built by <see cref="SchemaBuilder"/>; immutable and safe to share.</summary>
public sealed class Schema
{
    private readonly FrozenDictionary<string, IReadOnlyList<ObjectType>> _possibleTypes;

    internal Schema(
        OrderedDictionary<string, NamedType> types, OrderedDictionary<string, DirectiveType> directives,
        ObjectType? queryType, ObjectType? mutationType, ObjectType? subscriptionType)
    {
        Types = types;
        Directives = directives;
        QueryType = queryType;
        MutationType = mutationType;
        SubscriptionType = subscriptionType;
        _possibleTypes = CollectPossibleTypes(types);
    }

    public string? Description { get; internal set; }
    /// <summary>
    /// All named types: those of the document in their order, then the specified scalars that something refers to, and the introspection types.
    /// https://spec.graphql.org/draft/#sec-Scalars.Built-in-Scalars
    /// </summary>
    public IReadOnlyDictionary<string, NamedType> Types { get; }
    public IReadOnlyDictionary<string, DirectiveType> Directives { get; }
    /// <summary>Null only in a schema that <see cref="SchemaValidator"/> refuses.</summary>
    public ObjectType? QueryType { get; }
    public ObjectType? MutationType { get; }
    public ObjectType? SubscriptionType { get; }
    public IReadOnlyList<DirectiveNode> SchemaDirectives { get; internal set; } = [];
    /// <summary>`schema` and `extend schema` as written; empty when there were none.</summary>
    public IReadOnlyList<SchemaDefinitionNode> Syntax { get; internal set; } = [];

    public NamedType? FindType(string name) => Types.GetValueOrDefault(name);

    /// <summary>
    /// A field of a composite type, the meta fields included: `__typename` everywhere, `__schema` and `__type` at the query root.
    /// https://spec.graphql.org/draft/#sec-Introspection
    /// </summary>
    public OutputField? FindField(NamedType parent, string name) => name switch
    {
        "__typename" => parent.IsComposite ? MetaFields.TypeName : null,
        "__schema" => ReferenceEquals(parent, QueryType) ? MetaFields.Schema : null,
        "__type" => ReferenceEquals(parent, QueryType) ? MetaFields.Type : null,
        _ => (parent as ComplexType)?.Fields.GetValueOrDefault(name),
    };

    public ObjectType? RootType(OperationType operation) => operation switch
    {
        OperationType.Query => QueryType,
        OperationType.Mutation => MutationType,
        _ => SubscriptionType,
    };

    /// <summary>The object types that a value of this composite type may have; an object type has itself.</summary>
    public IReadOnlyList<ObjectType> PossibleTypes(NamedType type)
        => type is ObjectType objectType ? [objectType] : _possibleTypes.GetValueOrDefault(type.Name, []);

    /// <summary>Whether every value of <paramref name="type"/> is a value of <paramref name="of"/>. https://spec.graphql.org/draft/#IsSubType()</summary>
    public static bool IsSubType(GraphQLType type, GraphQLType of) => (type, of) switch
    {
        (NonNullType a, NonNullType b) => IsSubType(a.OfType, b.OfType),
        (NonNullType a, _) => IsSubType(a.OfType, of),
        (_, NonNullType) => false,
        (ListType a, ListType b) => IsSubType(a.OfType, b.OfType),
        (ListType, _) or (_, ListType) => false,
        (ComplexType a, InterfaceType b) when a != b => a.Interfaces.Contains(b),
        (ObjectType a, UnionType b) => b.Types.Contains(a),
        _ => ReferenceEquals(type, of),
    };

    /// <summary>The type that a type reference means, or null when its name is unknown.</summary>
    public GraphQLType? Resolve(TypeNode node) => node switch
    {
        NonNullTypeNode nonNull => Resolve(nonNull.Type) is { } inner ? new NonNullType(inner) : null,
        ListTypeNode list => Resolve(list.Type) is { } inner ? new ListType(inner) : null,
        NamedTypeNode named => FindType(named.Name.Value),
        _ => null,
    };

    private static FrozenDictionary<string, IReadOnlyList<ObjectType>> CollectPossibleTypes(OrderedDictionary<string, NamedType> types)
    {
        var possible = new Dictionary<string, List<ObjectType>>(StringComparer.Ordinal);
        foreach (var type in types.Values)
        {
            if (type is UnionType union)
            {
                possible[union.Name] = [.. union.Types];
            }
            else if (type is ObjectType objectType)
            {
                foreach (var implemented in objectType.Interfaces)
                {
                    (possible.TryGetValue(implemented.Name, out var list) ? list : possible[implemented.Name] = []).Add(objectType);
                }
            }
        }

        return possible.ToFrozenDictionary(pair => pair.Key, IReadOnlyList<ObjectType> (pair) => pair.Value, StringComparer.Ordinal);
    }
}
