namespace FinFlow.Compliance;

/// <summary>What one subgraph answered to a request, or a part of it.</summary>
public sealed class DataRequestPart
{
    public required string DataRequestId { get; init; }

    public required string Subgraph { get; init; }

    /// <summary>From 1.</summary>
    public required int Number { get; init; }

    public required bool IsLast { get; init; }

    public required DateTimeOffset AnsweredAt { get; init; }

    /// <summary>Why the subgraph could not do its part; null when it did.</summary>
    public string? Refusal { get; init; }

    /// <summary>Of an access or a portability: what is held. It goes when its time is over, or when its person is erased.</summary>
    public IReadOnlyList<CollectedCategory> Collected { get; init; } = [];

    /// <summary>Of an erasure: what was done.</summary>
    public IReadOnlyList<ErasedCategory> Erased { get; init; } = [];
}

/// <summary>A subgraph that has done its part.</summary>
public sealed record DataRequestAnswer(string Subgraph, DateTimeOffset AnsweredAt);

/// <summary>What became of one category of data in an erasure.</summary>
/// <param name="Records">How many there were.</param>
/// <param name="Reason">The law that keeps it, or why nothing had to stay.</param>
public sealed record DataRequestOutcome(string Subgraph, string Category, ErasureAction Action, int Records, string Reason);
