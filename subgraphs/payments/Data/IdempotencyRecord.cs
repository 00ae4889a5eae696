namespace FinFlow.Payments;

/// <summary>A key that was used, what the request was, and what came of it. It is written with the result, never without.</summary>
public sealed record IdempotencyRecord
{
    public required string OrganizationId { get; init; }

    public required string Operation { get; init; }

    public required string Key { get; init; }

    public required string RequestHash { get; init; }

    /// <summary>The payment or refund that the request made or changed.</summary>
    public required string ResultId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
