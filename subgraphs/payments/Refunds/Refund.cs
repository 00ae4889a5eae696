namespace FinFlow.Payments;

/// <summary>Whether a refund went through.</summary>
public enum RefundStatus
{
    /// <summary>It is promised; the processor has not confirmed it yet.</summary>
    Pending,

    /// <summary>The processor sent the money back.</summary>
    Succeeded,

    /// <summary>The processor refused; the amount can be refunded again.</summary>
    Failed,
}

/// <summary>Collected money that goes back to the customer, in full or in part.</summary>
public sealed record Refund
{
    /// <summary>The id, with the prefix <c>rfd_</c>; also the key under which the processor knows the request.</summary>
    [ID]
    public required string Id { get; init; }

    [GraphQLIgnore]
    public required string PaymentId { get; init; }

    [GraphQLIgnore]
    public required string OrganizationId { get; init; }

    public required Money Amount { get; init; }

    /// <summary>Why, in the business's own words.</summary>
    public string? Reason { get; init; }

    /// <summary>Why the processor refused.</summary>
    public string? DeclineCode { get; init; }

    public RefundStatus Status { get; init; } = RefundStatus.Pending;

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>When it is taken up by whoever finishes what others left; null once it has an outcome.</summary>
    [GraphQLIgnore]
    public DateTimeOffset? DueAt { get; init; }

    [GraphQLIgnore]
    public int UnansweredCount { get; init; }

    [GraphQLIgnore]
    public long Version { get; init; } = 1;

    /// <summary>What the client is told: the refund as it stands, or why there is none.</summary>
    internal Result<Refund> Outcome => Status is RefundStatus.Failed ? new RefundDeclined(Id, DeclineCode ?? "unknown") : this;

    public Refund Succeeded(DateTimeOffset now) => this with { Status = RefundStatus.Succeeded, CompletedAt = now, DueAt = null };

    public Refund Failed(string declineCode, DateTimeOffset now)
        => this with { Status = RefundStatus.Failed, DeclineCode = declineCode, CompletedAt = now, DueAt = null };

    /// <summary>What the processor did is not known; it is asked again with the same key after a growing wait.</summary>
    public Refund Unanswered(DateTimeOffset now)
        => this with { DueAt = now + Payment.WaitAfter(UnansweredCount), UnansweredCount = UnansweredCount + 1 };
}
