using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

/// <summary>
/// A type with `@interfaceObject` stands for all implementations of another subgraph's interface. Here it becomes these: an interface,
/// and for each implementation an entity with the same fields. The interface bears the mark, because of what the subgraph gives as such only
/// a subgraph with the true interface knows the type: it has a lookup for the interface by its key. https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/entities/interfaces
/// </summary>
internal static class InterfaceObjects
{
    public const string Mark = "interfaceObject";

    public static DirectiveDefinitionNode MarkDefinition { get; } = (DirectiveDefinitionNode)Parser.Parse($"directive @{Mark} on INTERFACE").Definitions[0];

    /// <summary>The names of the interfaces that are an object in some subgraph.</summary>
    public static IReadOnlySet<string> Names(IEnumerable<ApolloTypes> subgraphs)
        => subgraphs.SelectMany(types => types.All).OfType<ObjectTypeDefinitionNode>().Where(type => type.Directives.Has(Mark)).Select(type => type.Name.Value).ToHashSet();

    /// <summary>Whether some subgraph has the interface with a key that the object has too, and so can tell the type of what is given as the object.</summary>
    public static bool HasType(ComplexTypeDefinitionNode standIn, IEnumerable<ApolloTypes> subgraphs)
        => subgraphs.Select(types => types.Find(standIn.Name.Value)).OfType<InterfaceTypeDefinitionNode>()
            .SelectMany(type => type.Directives.Where(directive => directive.Name.Value == "key" && directive.Argument("resolvable") is not BooleanValueNode { Value: false }))
            .Any(key => standIn.Directives.Any(own => own.Name.Value == "key" && Normal(own) == Normal(key)));

    private static string? Normal(DirectiveNode key)
        => key.SelectionSetArgument("fields") is { } fields ? SyntaxPrinter.PrintCompact(fields) : null;

    /// <summary>The object types by the interfaces that they implement anywhere.</summary>
    public static ILookup<string, string> Implementations(IEnumerable<ApolloTypes> subgraphs)
        => subgraphs.SelectMany(types => types.All).OfType<ObjectTypeDefinitionNode>()
            .SelectMany(type => type.Interfaces, (type, implemented) => (type: type.Name.Value, Interface: implemented.Name.Value))
            .Distinct()
            .ToLookup(pair => pair.Interface, pair => pair.type);

    public static Func<TypeDefinitionNode, IEnumerable<TypeDefinitionNode>> Expand(ILookup<string, string> implementations)
        => type => type is ObjectTypeDefinitionNode standIn && type.Directives.Has(Mark)
            ? [AsInterface(standIn), .. implementations[type.Name.Value].Select(name => AsImplementation(standIn, name))]
            : [type];

    /// <summary>The type by which the subgraph knows the entity.</summary>
    public static string NameInSource(ObjectTypeDefinitionNode type)
        => type.Directives.Has(Mark) ? type.Interfaces[^1].Name.Value : type.Name.Value;

    private static InterfaceTypeDefinitionNode AsInterface(ObjectTypeDefinitionNode type)
        => new() { Location = type.Location, Name = type.Name, Description = type.Description, Directives = type.Directives, Interfaces = type.Interfaces, Fields = type.Fields };

    private static ObjectTypeDefinitionNode AsImplementation(ObjectTypeDefinitionNode type, string name)
        => new()
        {
            Location = type.Location, Name = new NameNode(name) { Location = type.Name.Location }, Directives = type.Directives,
            Interfaces = [.. type.Interfaces, new NamedTypeNode(type.Name) { Location = type.Name.Location }], Fields = type.Fields,
        };
}
