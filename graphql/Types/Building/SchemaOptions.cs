using System.Collections.Frozen;
using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>What a schema has besides what its document says.</summary>
public sealed record SchemaOptions
{
    public static SchemaOptions Default { get; } = new();

    /// <summary>Behaviours by the names of the scalars that the document defines. A scalar without one passes any JSON value.</summary>
    public IReadOnlyDictionary<string, ScalarBehavior> Scalars { get; init; } = FrozenDictionary<string, ScalarBehavior>.Empty;

    /// <summary>Whether clients may use @defer and @stream.</summary>
    public bool IncrementalDelivery { get; init; }

    /// <summary>
    /// Definitions that the document may refer to without defining them, such as the directives of a composition.
    /// They become part of the schema where the document has no definition of the same name.
    /// </summary>
    public DocumentNode? Prelude { get; init; }
}
