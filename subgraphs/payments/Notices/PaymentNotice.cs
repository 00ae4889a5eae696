namespace FinFlow.Payments;

/// <summary>What somebody is told of a payment.</summary>
public enum NoticeKind
{
    Captured,
    Refunded,
    Failed,
    Held,
    Disputed,
}

/// <summary>A mail about a payment to one user, that waits to be handed over or was. It is written once for each event, with the event's inbox row.</summary>
public sealed record PaymentNotice
{
    internal const int AttemptsMax = 10;

    /// <summary>What is older, say because a log is read from its beginning, is news to nobody.</summary>
    internal static readonly TimeSpan AgeMax = TimeSpan.FromDays(1);

    private static readonly TimeSpan FirstWait = TimeSpan.FromMinutes(1);

    /// <summary>The mail's own id: handed over again after a crash, it is the same mail.</summary>
    public required string Id { get; init; }

    /// <summary>Whose address is looked up when the mail leaves, so that it is never one that was erased.</summary>
    public required string UserId { get; init; }

    public required string PaymentId { get; init; }

    public required NoticeKind Kind { get; init; }

    /// <summary>What this step moved, or did not.</summary>
    public required Money Amount { get; init; }

    /// <summary>The processor's code of why it failed or is contested.</summary>
    public string? Code { get; init; }

    public required DateTimeOffset OccurredAt { get; init; }

    public DateTimeOffset? SentAt { get; init; }

    public int Attempts { get; init; }

    /// <summary>Null once it was handed over, or given up.</summary>
    public required DateTimeOffset? NextAttemptAt { get; init; }

    public long Version { get; init; } = 1;

    /// <summary>Put off before it is tried, so that of several processes one tries, and so that a crash repeats a mail rather than loses it.</summary>
    internal PaymentNotice Tried(DateTimeOffset now) => this with
    {
        Attempts = Attempts + 1,
        NextAttemptAt = Attempts + 1 < AttemptsMax ? now + (FirstWait * (1 << Attempts)) : null,
    };

    internal PaymentNotice Sent(DateTimeOffset now) => this with { SentAt = now, NextAttemptAt = null };
}
