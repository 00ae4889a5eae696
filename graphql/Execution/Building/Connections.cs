using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Execution;

/// <summary>Relay's connection types for lists of one item type. https://relay.dev/graphql/connections.htm</summary>
internal static class Connections
{
    public static Type? ItemType(Type type)
        => type.IsGenericType && type.GetGenericTypeDefinition() is { } open && (open == typeof(Connection<>) || open == typeof(Page<>))
            ? type.GetGenericArguments()[0]
            : null;

    /// <summary>Defines `XConnection` and `XEdge` and gives the connection's name.</summary>
    public static string Define(TypeCatalog catalog, Type item, string? stem, bool includeTotalCount)
        => (string)typeof(Connections).GetMethod(nameof(DefineOf), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!
            .MakeGenericMethod(item).Invoke(null, [catalog, stem, includeTotalCount])!;

    private static string DefineOf<T>(TypeCatalog catalog, string? stem, bool includeTotalCount)
    {
        var node = catalog.Outputs.Name(typeof(T));
        var name = $"{stem ?? node}Connection";
        var edge = $"{stem ?? node}Edge";
        catalog.ObjectNames[typeof(Connection<T>)] = name;
        catalog.ObjectNames[typeof(Edge<T>)] = edge;
        catalog.Define(name, typeof(Connection<T>), () => DefineConnection<T>(catalog, name, edge, node, includeTotalCount));
        catalog.Define(edge, typeof(Edge<T>), () => DefineEdge<T>(catalog, edge, node));
        return name;
    }

    private static ObjectTypeDefinitionNode DefineConnection<T>(TypeCatalog catalog, string name, string edge, string node, bool includeTotalCount)
    {
        var pageInfo = catalog.Outputs.Name(typeof(ConnectionPageInfo));
        var reader = catalog.Outputs.Fields(name);
        reader.Bind("pageInfo", new FieldBinding(ResolverSource.Pure(parent => ((Connection<T>)parent).PageInfo)));
        reader.Bind("edges", new FieldBinding(ResolverSource.Pure(parent => ((Connection<T>)parent).Edges)));
        reader.Bind("nodes", new FieldBinding(ResolverSource.Pure(parent => ((Connection<T>)parent).Nodes)));
        var fields = new List<FieldDefinitionNode>
        {
            Sdl.Field("pageInfo", Sdl.NonNull(Sdl.Named(pageInfo)), "Where this page stands in the list."),
            Sdl.Field("edges", ListOf(edge), "The items with their cursors."),
            Sdl.Field("nodes", ListOf(node), "The items without cursors."),
        };
        if (includeTotalCount)
        {
            reader.Bind("totalCount", new FieldBinding(ResolverSource.Pure(parent => ((Connection<T>)parent).TotalCount)));
            fields.Add(Sdl.Field("totalCount", Sdl.NonNull(Sdl.Named("Int")), "How many items the whole list has. Counted only when selected."));
        }

        return new ObjectTypeDefinitionNode
        {
            Name = Sdl.Name(name),
            Description = Sdl.Text("A page of a list."),
            Directives = [.. catalog.Outputs.Sharing(typeof(Connection<>))],
            Fields = fields,
        };
    }

    private static ObjectTypeDefinitionNode DefineEdge<T>(TypeCatalog catalog, string edge, string node)
    {
        var reader = catalog.Outputs.Fields(edge);
        reader.Bind("cursor", new FieldBinding(ResolverSource.Pure(parent => ((Edge<T>)parent).Cursor)));
        reader.Bind("node", new FieldBinding(ResolverSource.Pure(parent => ((Edge<T>)parent).Node)));
        return new ObjectTypeDefinitionNode
        {
            Name = Sdl.Name(edge),
            Description = Sdl.Text("An item of a list, and where it stands."),
            Directives = [.. catalog.Outputs.Sharing(typeof(Edge<>))],
            Fields =
            [
                Sdl.Field("cursor", Sdl.NonNull(Sdl.Named("String")), "The item's place, to be given to `after` or `before`."),
                Sdl.Field("node", Sdl.NonNull(Sdl.Named(node)), "The item."),
            ],
        };
    }

    private static TypeNode ListOf(string item) => Sdl.NonNull(new ListTypeNode(Sdl.NonNull(Sdl.Named(item))));
}
