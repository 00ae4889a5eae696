namespace FinFlow.Accounting;

public enum ReconciliationStatus
{
    /// <summary>Book and statement tell the same.</summary>
    Matched,

    /// <summary>They differ; see the discrepancies.</summary>
    Discrepant,
}

public enum DiscrepancyKind
{
    /// <summary>The statement has a movement that the book has not.</summary>
    MissingInBook,

    /// <summary>The book has a movement that the statement has not.</summary>
    MissingOnStatement,

    /// <summary>Both have it, with different amounts.</summary>
    AmountDiffers,
}

/// <summary>A statement held against the book: what matched, and what did not. Reconciling the statement again replaces it.</summary>
public sealed record Reconciliation
{
    /// <summary>The id, with the prefix <c>rec_</c>.</summary>
    [ID]
    public required string Id { get; init; }

    [GraphQLIgnore]
    public required string OrganizationId { get; init; }

    [GraphQLIgnore]
    public required string AccountId { get; init; }

    [GraphQLIgnore]
    public required string StatementId { get; init; }

    public required DateOnly From { get; init; }

    public required DateOnly To { get; init; }

    public required ReconciliationStatus Status { get; init; }

    public required int MatchedCount { get; init; }

    public required int DiscrepancyCount { get; init; }

    public required DateTimeOffset ReconciledAt { get; init; }

    [GraphQLIgnore]
    public long Version { get; init; } = 1;
}

/// <summary>A line of the statement and the entry that it proves.</summary>
public sealed record ReconciliationMatch
{
    [GraphQLIgnore]
    public required string ReconciliationId { get; init; }

    [GraphQLIgnore]
    public required string StatementId { get; init; }

    [GraphQLIgnore]
    public required string AccountId { get; init; }

    [GraphQLIgnore]
    public required int LineNumber { get; init; }

    [GraphQLIgnore]
    public required string JournalEntryId { get; init; }

    /// <summary>The statement's amount less the book's; within the tolerance.</summary>
    public required Money Difference { get; init; }

    /// <summary>Days from the book's day to the statement's.</summary>
    public required int DaysApart { get; init; }
}

/// <summary>What book and statement do not tell alike.</summary>
public sealed record Discrepancy
{
    [GraphQLIgnore]
    public required string ReconciliationId { get; init; }

    [GraphQLIgnore]
    public required string StatementId { get; init; }

    /// <summary>From 1, by day.</summary>
    public required int Number { get; init; }

    public required DiscrepancyKind Kind { get; init; }

    public required DateOnly Date { get; init; }

    [GraphQLIgnore]
    public int? LineNumber { get; init; }

    [GraphQLIgnore]
    public string? JournalEntryId { get; init; }

    /// <summary>What the book lacks to agree with the statement; negative when it has too much.</summary>
    public required Money Difference { get; init; }
}
