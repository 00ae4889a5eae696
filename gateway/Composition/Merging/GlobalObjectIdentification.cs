using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

/// <summary>
/// Adds what the gateway answers itself: `interface Node`, `Query.node`, `Query.nodes`. Every entity that a lookup finds by `id` alone
/// becomes a `Node`. https://relay.dev/graphql/objectidentification.htm
/// </summary>
internal static class GlobalObjectIdentification
{
    public static IEnumerable<CompositionError> Add(MergedSchema schema, CompositionOptions options)
    {
        List<CompositionError> warnings = [];
        if (!schema.Types.TryGetValue("Node", out var node))
        {
            schema.Types.Add("Node", node = new MergedType("Node", TypeKind.Interface, []) { Description = new("An object with a globally unique id.") });
        }

        node.Fields.TryAdd("id", new MergedField(node, "id", Parser.ParseType("ID!"), []));
        foreach (var type in schema.Types.Values.Where(type => IsEntity(type, schema)))
        {
            if (!type.Interfaces.Contains("Node"))
            {
                type.Interfaces.Add("Node");
            }

            type.IdPrefix = options.IdPrefixes.GetValueOrDefault(type.Name) ?? type.Sources
                .Select(source => source.Directives.Find("idPrefix")?.StringArgument("value")).FirstOrDefault(prefix => prefix is not null);
            if (type.IdPrefix is null)
            {
                warnings.Add(new CompositionError(
                    "NODE_ID_PREFIX_MISSING", Severity.Warning, $"`{type.Name}` has a lookup by `id`, but no id prefix: `node(id:)` cannot find it.",
                    Coordinate: type.Name, Hint: "Declare `@idPrefix(value:)` on the type."));
            }
        }

        AddQueryFields(schema);
        return warnings;
    }

    private static bool IsEntity(MergedType type, MergedSchema schema)
        => type is { Kind: TypeKind.Object, IsInaccessible: false }
            && type.Fields.GetValueOrDefault("id") is { IsInaccessible: false, Type: var id } && id.Text == "ID!"
            && schema.Sources.Lookups.Any(lookup => lookup.IsById && lookup.Resolves(type.Name));

    private static void AddQueryFields(MergedSchema schema)
    {
        if (!schema.Types.TryGetValue("Query", out var query))
        {
            schema.Types.Add("Query", query = new MergedType("Query", TypeKind.Object, []));
        }

        query.Fields["node"] = Field(query, "node", "Node", "The object with this id; null when there is none.", ("id", "ID!"));
        query.Fields["nodes"] = Field(query, "nodes", "[Node]!", "The objects with these ids, in their order; null where there is none.", ("ids", "[ID!]!"));
    }

    private static MergedField Field(MergedType query, string name, string type, string description, (string Name, string Type) argument)
    {
        var field = new MergedField(query, name, Parser.ParseType(type), []) { Description = new(description) };
        field.Arguments.Add(argument.Name, new MergedInput($"Query.{name}({argument.Name}:)", argument.Name, Parser.ParseType(argument.Type), []));
        return field;
    }
}
