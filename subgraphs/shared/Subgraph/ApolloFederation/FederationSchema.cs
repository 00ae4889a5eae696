using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.Subgraph;

/// <summary>A subgraph's schema as a router sees it: its SDL, and the fields of the protocol that the SDL leaves out.</summary>
internal sealed class FederationSchema
{
    private FederationSchema(string sdl, Schema schema, IReadOnlyList<EntityLookup> lookups) => (Sdl, Schema, Lookups) = (sdl, schema, lookups);

    /// <summary>What `_service { sdl }` answers.</summary>
    public string Sdl { get; }

    /// <summary>What a router's operations must be valid for.</summary>
    public Schema Schema { get; }

    public IReadOnlyList<EntityLookup> Lookups { get; }

    /// <exception cref="SchemaException">The schema cannot be said in the terms of the protocol.</exception>
    public static FederationSchema Of(Schema source)
    {
        var lookups = EntityLookup.Of(source);
        var document = FederationSdl.Write(source, lookups);
        return new FederationSchema(
            SyntaxPrinter.Print(document) + "\n",
            SchemaBuilder.BuildUnchecked(new DocumentNode([.. document.Definitions, .. Protocol(source, lookups)])),
            lookups);
    }

    private static IReadOnlyList<DefinitionNode> Protocol(Schema source, IReadOnlyList<EntityLookup> lookups)
    {
        var entities = lookups.SelectMany(lookup => source.PossibleTypes(lookup.ReturnType)).Select(type => type.Name).Distinct().ToList();
        var service = "type _Service { sdl: String! } extend type Query { _service: _Service! }";
        return Parser.Parse(entities.Count == 0
            ? service
            : $"{service} scalar _Any union _Entity = {string.Join(" | ", entities)} extend type Query {{ _entities(representations: [_Any!]!): [_Entity]! }}").Definitions;
    }
}
