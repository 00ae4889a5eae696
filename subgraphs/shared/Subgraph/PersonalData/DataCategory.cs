using FinFlow.GraphQL.Execution;

namespace FinFlow.Subgraph;

/// <summary>What becomes of a category of data when its person asks to be forgotten.</summary>
public enum ErasureAction
{
    /// <summary>Nothing of it stays.</summary>
    Erased,

    /// <summary>The record stays; what tells who it was is replaced.</summary>
    Pseudonymised,

    /// <summary>The law demands the record as it is.</summary>
    Kept,
}

/// <summary>A kind of personal data that one subgraph holds: why, for how long, and what an erasure does to it.</summary>
/// <param name="Subgraph">Where it is held.</param>
/// <param name="Purpose">What it is used for.</param>
/// <param name="LawfulBasis">Why that is allowed (GDPR, article 6).</param>
/// <param name="Retention">How long it is kept.</param>
/// <param name="Reason">The law that keeps it, or why nothing has to stay.</param>
public sealed record DataCategory(
    string Subgraph, string Name, string Purpose, string LawfulBasis, string Retention, ErasureAction OnErasure, string Reason)
{
    /// <summary>Tables with a column that names the person, so that a test can tell a table that nobody thought of.</summary>
    [GraphQLIgnore]
    public required IReadOnlyList<string> Tables { get; init; }
}
