namespace FinFlow.Payments;

/// <summary>A card that the processor stores for the business. We keep what may be shown, and the processor's token.</summary>
public sealed record PaymentMethod
{
    /// <summary>The id, with the prefix <c>pm_</c>.</summary>
    [ID]
    public required string Id { get; init; }

    [GraphQLIgnore]
    public required string OrganizationId { get; init; }

    public required string Processor { get; init; }

    /// <summary>How the processor knows the card. It is never shown.</summary>
    [GraphQLIgnore]
    public required string Token { get; init; }

    /// <summary>The card's network, such as <c>visa</c>.</summary>
    public required string Brand { get; init; }

    /// <summary>The last four digits of the card's number.</summary>
    public required string Last4 { get; init; }

    /// <summary>1 to 12.</summary>
    public required int ExpiryMonth { get; init; }

    public required int ExpiryYear { get; init; }

    /// <summary>Whether it is the one that is used unless another is named.</summary>
    public bool IsDefault { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    [GraphQLIgnore]
    public DateTimeOffset? RemovedAt { get; init; }

    [GraphQLIgnore]
    public long Version { get; init; } = 1;

    /// <summary>It pays no more; payments that were made with it keep their reference.</summary>
    public PaymentMethod Remove(DateTimeOffset now) => this with { RemovedAt = now, IsDefault = false };
}
