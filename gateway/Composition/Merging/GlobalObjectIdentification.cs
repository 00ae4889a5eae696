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
        if (!schema.Types.TryGetValue("Node", out var node))
        {
            node = new MergedType("Node", TypeKind.Interface, []) { Description = new("An object with a globally unique id.") };
            schema.Types.Add("Node", node);
        }

        node.Fields.TryAdd("id", new MergedField(node, "id", Parser.ParseType("ID!"), []));
        foreach (var type in schema.Types.Values.Where(type => IsEntity(type, schema)))
        {
            if (!type.Interfaces.Contains("Node"))
            {
                type.Interfaces.Add("Node");
            }

            type.IdPrefix = Prefix(type, schema, options);
        }

        AddQueryFields(schema);
        return Warnings(schema, options);
    }

    private static bool IsEntity(MergedType type, MergedSchema schema)
        => type is { Kind: TypeKind.Object, IsInaccessible: false }
            && type.Fields.GetValueOrDefault("id") is { IsInaccessible: false, Type: var id } && id.Text == "ID!"
            && LookupsById(type, schema).Any();

    private static IEnumerable<Lookup> LookupsById(MergedType type, MergedSchema schema)
        => schema.Sources.Lookups.Where(lookup => lookup.IsById && lookup.Resolves(type.Name));

    /// <summary>
    /// A schema that merely extends a type often has a lookup that believes every id, so `node` must ask the schema that owns the type.
    /// </summary>
    private static IdPrefix? Prefix(MergedType type, MergedSchema schema, CompositionOptions options)
    {
        var prefix = options.IdPrefixes.FirstOrDefault(prefix => prefix.Type == type.Name) ?? type.Sources
            .Select(source => source.Directives.Find("idPrefix")?.StringArgument("value") is { } value
                ? new IdPrefix(value, type.Name, source.Schema.Name)
                : null)
            .FirstOrDefault(declared => declared is not null);
        return prefix is { Schema: null }
            ? prefix with { Schema = LookupsById(type, schema).OrderBy(lookup => lookup.IsInternal).First().Schema.Name }
            : prefix;
    }

    private static IEnumerable<CompositionError> Warnings(MergedSchema schema, CompositionOptions options)
    {
        foreach (var type in schema.Types.Values.Where(type => IsEntity(type, schema)))
        {
            if (type.IdPrefix is not { } prefix)
            {
                yield return new CompositionError(
                    "NODE_ID_PREFIX_MISSING", Severity.Warning, $"`{type}` has a lookup by `id`, but no id prefix: `node(id:)` cannot find it.",
                    type.Places, type.Name, "Declare `@idPrefix(value:)` on the type, or add it to the settings.");
            }
            else if (LookupsById(type, schema).All(lookup => lookup.Schema.Name != prefix.Schema))
            {
                yield return new CompositionError(
                    "NODE_LOOKUP_MISSING", Severity.Error, $"`{type}` cannot be found by `node(id:)`: {prefix.Schema} has no lookup for it by `id`.",
                    [new SourcePlace(prefix.Schema!, type.Sources.FirstOrDefault(source => source.Schema.Name == prefix.Schema)?.Location)], type.Name,
                    $"Give {prefix.Schema} a lookup for `{type}` by `id`, or let the settings name the schema that has one.");
            }
        }

        foreach (var prefix in options.IdPrefixes.Where(prefix => schema.FindType(prefix.Type) is not { IdPrefix: not null }))
        {
            yield return new CompositionError(
                "NODE_TYPE_UNKNOWN", Severity.Warning, $"The id prefix `{prefix.Prefix}` names `{prefix.Type}`, which is no entity with a lookup by `id`.",
                schema.FindType(prefix.Type)?.Places ?? [], prefix.Type,
                $"Remove `{prefix.Prefix}` from the settings, or give a schema a lookup for `{prefix.Type}` by `id`.");
        }
    }

    private static void AddQueryFields(MergedSchema schema)
    {
        if (!schema.Types.TryGetValue("Query", out var query))
        {
            schema.Types.Add("Query", query = new MergedType("Query", TypeKind.Object, []));
        }

        query.Fields["node"] = Field(query, "node", "Node", "The object with this id; null when there is none.", ("id", "ID!"));
        query.Fields["nodes"] = Field(
            query, "nodes", "[Node]!", "The objects with these ids, in their order; null where there is none.", ("ids", "[ID!]!"));
    }

    private static MergedField Field(MergedType query, string name, string type, string description, (string Name, string Type) argument)
    {
        var field = new MergedField(query, name, Parser.ParseType(type), []) { Description = new(description) };
        field.Arguments.Add(argument.Name, new MergedInput($"Query.{name}({argument.Name}:)", argument.Name, Parser.ParseType(argument.Type), []));
        return field;
    }
}
