using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Fusion;

/// <summary>That a source schema defines a field, and on which terms.</summary>
/// <param name="Source">Index in <see cref="CompositeSchema.Sources"/>.</param>
/// <param name="External">The source only names the field; it resolves it where a `provides` says so.</param>
/// <param name="Provides">Sub-fields that this source resolves below this field although they are external elsewhere.</param>
/// <param name="Requirement">What the source must be told about the parent, or null.</param>
internal sealed record FieldSource(int Source, bool External, SelectionSetNode? Provides, Requirement? Requirement)
{
    /// <summary>Of a subscription: how its streams may be joined while they run; null when they may not.</summary>
    public Joinable? Joinable { get; init; }
}

/// <summary>That equal subscriptions may join one stream of the source while it runs.</summary>
/// <param name="Latest">Whether each event is all there is to know, so that whoever joins begins with the latest one.</param>
/// <param name="Unless">Arguments with which a stream begins with the past.</param>
internal sealed record Joinable(bool Latest, IReadOnlyList<string> Unless);

/// <summary>The arguments of a source's field that the gateway supplies from other fields of the same object.</summary>
internal sealed record Requirement(IReadOnlyList<MappedArgument> Arguments);

/// <summary>An argument whose value is put together from fields of an entity.</summary>
internal sealed record MappedArgument(string Name, TypeNode Type, SelectedValue Map)
{
    /// <summary>Whether the value is no argument of a field, but goes into the entity's representation.</summary>
    public bool IsRepresentation => EntityFetch.IsRepresentation(Type);
}

/// <summary>
/// A field of a source schema that gives an entity by its key. A map with alternatives has been split into several lookups.
/// </summary>
/// <param name="TypeName">The composite type that the field returns: the entity, or an interface or union above it.</param>
/// <param name="Path">Fields without arguments from Query to the lookup.</param>
internal sealed record Lookup(
    int Source, string TypeName, string FieldName, IReadOnlyList<string> Path, IReadOnlyList<MappedArgument> Arguments)
{
    /// <summary>The type by which an Apollo Federation subgraph knows the entity; null for a lookup that is a field.</summary>
    public string? EntityName { get; } = Arguments is [{ IsRepresentation: true }] ? EntityFetch.TypeNameOf(FieldName) : null;
}
