using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

/// <summary>
/// A type with `@interfaceObject` stands for all implementations of another subgraph's interface. Here it becomes these: an interface,
/// and for each implementation an entity with the same fields. https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/entities/interfaces
/// </summary>
internal static class InterfaceObjects
{
    /// <summary>The object types by the interfaces that they implement anywhere.</summary>
    public static ILookup<string, string> Implementations(IEnumerable<ApolloTypes> subgraphs)
        => subgraphs.SelectMany(types => types.All).OfType<ObjectTypeDefinitionNode>()
            .SelectMany(type => type.Interfaces, (type, implemented) => (type: type.Name.Value, Interface: implemented.Name.Value))
            .Distinct()
            .ToLookup(pair => pair.Interface, pair => pair.type);

    public static Func<TypeDefinitionNode, IEnumerable<TypeDefinitionNode>> Expand(ILookup<string, string> implementations)
        => type => type is ObjectTypeDefinitionNode standIn && type.Directives.Has("interfaceObject")
            ? [AsInterface(standIn), .. implementations[type.Name.Value].Select(name => AsImplementation(standIn, name))]
            : [type];

    /// <summary>The type by which the subgraph knows the entity.</summary>
    public static string NameInSource(ObjectTypeDefinitionNode type)
        => type.Directives.Has("interfaceObject") ? type.Interfaces[^1].Name.Value : type.Name.Value;

    private static InterfaceTypeDefinitionNode AsInterface(ObjectTypeDefinitionNode type)
        => new() { Name = type.Name, Description = type.Description, Directives = type.Directives, Interfaces = type.Interfaces, Fields = type.Fields };

    private static ObjectTypeDefinitionNode AsImplementation(ObjectTypeDefinitionNode type, string name)
        => new() { Name = new NameNode(name), Directives = type.Directives, Interfaces = [.. type.Interfaces, new NamedTypeNode(type.Name)], Fields = type.Fields };
}
