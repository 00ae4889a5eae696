namespace FinFlow.Payments;

/// <summary>What a processor reports, in our words.</summary>
/// <param name="Id">The processor's id of the event: the same event may be delivered many times.</param>
/// <param name="PaymentId">Our own id, where the processor carries it along.</param>
/// <param name="ChargeId">The processor's id of the charge.</param>
/// <param name="News">Null for a kind of event that concerns no payment of ours.</param>
public sealed record ProcessorEvent(string Id, string Type, string? PaymentId = null, string? ChargeId = null, ProcessorNews? News = null);

/// <summary>What happened at the processor: one of the cases below.</summary>
public abstract record ProcessorNews
{
    private ProcessorNews()
    {
    }

    /// <summary>An authorization was decided.</summary>
    public sealed record Decided : ProcessorNews;

    /// <summary>The amount was collected, by us or in the processor's own pages.</summary>
    public sealed record Collected(Money Amount) : ProcessorNews;

    /// <summary>The authorization ended without being collected.</summary>
    public sealed record Released : ProcessorNews;

    /// <param name="RefundId">The processor's id of the refund.</param>
    /// <param name="OurRefundId">Our id of it; null when it was made in the processor's own pages.</param>
    /// <param name="DeclineCode">Why it failed; null when the money went back.</param>
    public sealed record Refunded(string RefundId, string? OurRefundId, Money Amount, string? DeclineCode = null) : ProcessorNews;

    /// <summary>The cardholder contests it, and the bank takes the amount back.</summary>
    public sealed record Disputed(string DisputeId, Money Amount, string Reason) : ProcessorNews;
}
