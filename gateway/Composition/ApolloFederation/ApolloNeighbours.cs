using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

/// <summary>What the translation of one subgraph must know of all of them.</summary>
internal sealed class ApolloNeighbours(IReadOnlyCollection<ApolloTypes> subgraphs)
{
    /// <summary>The object types by the interfaces that they implement anywhere.</summary>
    public ILookup<string, string> Implementations { get; } = InterfaceObjects.Implementations(subgraphs);

    /// <summary>The interfaces that are an object in some subgraph.</summary>
    public IReadOnlySet<string> InterfaceObjectNames { get; } = InterfaceObjects.Names(subgraphs);

    /// <summary>The values that an enum has everywhere, by its name; enums that are not here stay as they are.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<EnumValueDefinitionNode>> Enums { get; } = ApolloEnums.Merge(subgraphs);

    /// <summary>Whether somebody can tell the type of what a subgraph gives as an interface object.</summary>
    public bool KnowTypeOf(ComplexTypeDefinitionNode interfaceObject) => InterfaceObjects.HasType(interfaceObject, subgraphs);
}
