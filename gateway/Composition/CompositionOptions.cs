namespace FinFlow.Gateway.Composition;

/// <summary>A source schema: the name by which the gateway knows it, and its SDL.</summary>
public sealed record SourceSchemaDocument(string Name, string Sdl);

public sealed record CompositionOptions
{
    public static CompositionOptions Default { get; } = new();

    /// <summary>
    /// The gateway owns `Query.node` and `Query.nodes`: every entity with a lookup by `id` implements `Node`, and the id's prefix says
    /// which lookup finds it.
    /// </summary>
    public bool GlobalObjectIdentification { get; init; }

    /// <summary>Type name → id prefix without the underscore (`Payment` → `pay`), beside those that `@idPrefix` declares.</summary>
    public IReadOnlyDictionary<string, string> IdPrefixes { get; init; } = new Dictionary<string, string>();
}
