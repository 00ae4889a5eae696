namespace FinFlow.Payments;

/// <summary>
/// A card that its processor still has to delete, since its person asked to be forgotten, or since it was stored there and could not be kept
/// here. It is written with the erasure, which waits for no processor, and goes once the processor has the card no more.
/// </summary>
public sealed record CardToForget
{
    /// <summary>The payment method's id, of which nothing else is left to know, or one of its own when there was none.</summary>
    public required string Id { get; init; }

    public required string Processor { get; init; }

    /// <summary>How the processor knows the card.</summary>
    public required string Token { get; init; }

    /// <summary>When the processor is asked next.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>How often it did not say that the card is gone.</summary>
    public int UnansweredCount { get; init; }

    public long Version { get; init; } = 1;

    internal CardToForget Unanswered(DateTimeOffset now) => this with { DueAt = now + Payment.WaitAfter(UnansweredCount), UnansweredCount = UnansweredCount + 1 };
}
