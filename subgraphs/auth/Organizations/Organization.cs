namespace FinFlow.Auth;

/// <summary>A business. Payments, accounts and everything else belong to it rather than to one of its people.</summary>
public sealed record Organization
{
    /// <summary>The id, with the prefix <c>org_</c>.</summary>
    [ID]
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
