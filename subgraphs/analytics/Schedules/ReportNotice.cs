namespace FinFlow.Analytics;

/// <summary>A mail about a report that waits to be handed over, or was. It is written in the report's own transaction.</summary>
public sealed record ReportNotice
{
    internal const int AttemptsMax = 10;

    private static readonly TimeSpan FirstWait = TimeSpan.FromMinutes(1);

    [GraphQLIgnore]
    public required string Id { get; init; }

    [GraphQLIgnore]
    public required string ReportId { get; init; }

    public required string Recipient { get; init; }

    [GraphQLIgnore]
    public required ExportFormat Format { get; init; }

    /// <summary>When the mail was handed over; null while it waits, or when nobody took it in ten attempts.</summary>
    public DateTimeOffset? SentAt { get; init; }

    public int Attempts { get; init; }

    [GraphQLIgnore]
    public required DateTimeOffset NextAttemptAt { get; init; }

    [GraphQLIgnore]
    public long Version { get; init; } = 1;

    internal static ReportNotice Of(Report report, string recipient, ExportFormat format, TimeProvider clock) => new()
    {
        Id = FinFlow.Finance.Id.New("mail", clock), ReportId = report.Id, Recipient = recipient, Format = format, NextAttemptAt = clock.GetUtcNow(),
    };

    /// <summary>Put off before it is tried, so that of several processes one tries, and so that a crash repeats a mail rather than loses it.</summary>
    internal ReportNotice Tried(DateTimeOffset now) => this with { Attempts = Attempts + 1, NextAttemptAt = now + (FirstWait * (1 << Attempts)) };
}
