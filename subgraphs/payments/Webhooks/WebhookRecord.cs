namespace FinFlow.Payments;

/// <summary>An event that was taken in, written with its effect: delivered again, it has none.</summary>
public sealed record WebhookRecord
{
    public required string Processor { get; init; }

    public required string EventId { get; init; }

    public required string Type { get; init; }

    /// <summary>Null when no payment of ours is meant.</summary>
    public string? PaymentId { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }
}

/// <summary>What a delivery came to.</summary>
public enum WebhookOutcome
{
    /// <summary>Recorded, with what it changed.</summary>
    Accepted,

    /// <summary>Recorded before; nothing was done.</summary>
    Duplicate,

    /// <summary>Genuine, but it means no payment of ours, or nothing to it.</summary>
    Ignored,
}
