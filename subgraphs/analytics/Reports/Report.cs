namespace FinFlow.Analytics;

/// <summary>What a report tells, day by day.</summary>
public enum ReportKind
{
    /// <summary>Revenue, refunds and fees as the ledger has them.</summary>
    Revenue,

    /// <summary>How many payments took which step, and what the captured ones brought.</summary>
    Payments,

    /// <summary>How transactions were judged, by risk level.</summary>
    Transactions,
}

/// <summary>Figures of a period as they were when the report was generated. It does not change any more.</summary>
public sealed record Report
{
    [ID]
    public required string Id { get; init; }

    [GraphQLIgnore]
    public required string OrganizationId { get; init; }

    [GraphQLIgnore]
    public required string UserId { get; init; }

    public required ReportKind Kind { get; init; }

    public required string Title { get; init; }

    /// <summary>The first day, in UTC.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last day.</summary>
    public required DateOnly To { get; init; }

    /// <summary>The one currency that the report speaks of.</summary>
    public required Currency Currency { get; init; }

    /// <summary>One for each day.</summary>
    public required int RowCount { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    [GraphQLIgnore]
    public string? ScheduleId { get; init; }

    /// <summary>The moment of the schedule that it was generated for; null when somebody asked for it.</summary>
    public DateTimeOffset? DueAt { get; init; }
}

/// <summary>A report before it has figures.</summary>
internal sealed record ReportDraft(
    string OrganizationId, string UserId, ReportKind Kind, DaySpan Period, Currency Currency, string Title, string? ScheduleId = null, DateTimeOffset? DueAt = null);
