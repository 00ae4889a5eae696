namespace FinFlow.Accounting;

/// <summary>An organisation's book: its chart of accounts and its journal. There is one for each organisation.</summary>
public sealed record Book
{
    public required string OrganizationId { get; init; }

    /// <summary>The currency of its statements; entries may be in any.</summary>
    public required Currency Currency { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }
}
