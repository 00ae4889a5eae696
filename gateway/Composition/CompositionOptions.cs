using System.Text.Json;
using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

/// <summary>A source schema: the name by which the gateway knows it, and its SDL.</summary>
/// <param name="Name">E.g. `payments`.</param>
/// <param name="Sdl">As the schema's owner wrote it: errors speak of its lines.</param>
public sealed record SourceSchemaDocument(string Name, string Sdl)
{
    /// <summary>What the SDL says in the terms of the specification, where it is written in others.</summary>
    internal SourceTranslation? Translation { get; init; }
}

/// <param name="Document">Its nodes have the places of those that they stand for.</param>
/// <param name="Written">What the document's members were called.</param>
internal sealed record SourceTranslation(DocumentNode Document, WrittenNames Written);

/// <summary>Ids that begin with the prefix and an underscore belong to the type.</summary>
/// <param name="Prefix">E.g. `pay`.</param>
/// <param name="Type">E.g. `Payment`.</param>
/// <param name="Schema">The source schema that knows which ids exist; the others only extend the type. Null: the one whose lookup clients see.</param>
public sealed record IdPrefix(string Prefix, string Type, string? Schema = null);

public sealed record CompositionOptions
{
    public static CompositionOptions Default { get; } = new();

    /// <summary>
    /// The gateway owns `Query.node` and `Query.nodes`: every entity with a lookup by `id` implements `Node`, and the id's prefix says
    /// which lookup finds it.
    /// </summary>
    public bool GlobalObjectIdentification { get; init; }

    /// <summary>Beside those that `@idPrefix` declares.</summary>
    public IReadOnlyList<IdPrefix> IdPrefixes { get; init; } = [];

    /// <summary>
    /// Reads settings such as <c>{ "globalObjectIdentification": true, "idPrefixes": { "pay": "payments.Payment" } }</c>.
    /// </summary>
    /// <exception cref="JsonException">The text is not JSON, or not these settings.</exception>
    public static CompositionOptions Parse(string json)
    {
        var settings = JsonSerializer.Deserialize<Settings>(json, Settings.Format) ?? new Settings();
        return new CompositionOptions
        {
            GlobalObjectIdentification = settings.GlobalObjectIdentification,
            IdPrefixes = [.. settings.IdPrefixes.Select(pair => pair.Value.Split('.') is [var schema, var type]
                ? new IdPrefix(pair.Key, type, schema)
                : new IdPrefix(pair.Key, pair.Value))],
        };
    }

    private sealed record Settings
    {
        public static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
        {
            UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        };

        public bool GlobalObjectIdentification { get; init; }
        public OrderedDictionary<string, string> IdPrefixes { get; init; } = [];
    }
}
