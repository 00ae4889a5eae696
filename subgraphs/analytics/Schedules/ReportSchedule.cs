namespace FinFlow.Analytics;

/// <summary>A report that is generated again and again, and told to people by mail.</summary>
public sealed record ReportSchedule
{
    [ID]
    public required string Id { get; init; }

    [GraphQLIgnore]
    public required string OrganizationId { get; init; }

    [GraphQLIgnore]
    public required string UserId { get; init; }

    public required ReportKind Kind { get; init; }

    /// <summary>Each report covers as many days, and the last of them is the day before it is due (UTC): all are complete.</summary>
    public required AnalyticsRange Range { get; init; }

    public required Currency Currency { get; init; }

    /// <summary>Of its reports.</summary>
    public required string Title { get; init; }

    public required ScheduleFrequency Frequency { get; init; }

    /// <summary>Of weekly ones.</summary>
    public DayOfWeek? Weekday { get; init; }

    /// <summary>Of monthly ones.</summary>
    public int? DayOfMonth { get; init; }

    /// <summary>The wall clock's time in the time zone, as `07:30`.</summary>
    public required string Time { get; init; }

    /// <summary>Of the IANA database.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Of the file that the mail leads to.</summary>
    public required ExportFormat Format { get; init; }

    /// <summary>Who is told by mail.</summary>
    public required IReadOnlyList<string> Recipients { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it falls due next; null when it was cancelled.</summary>
    public required DateTimeOffset? NextRunAt { get; init; }

    /// <summary>When it last fell due.</summary>
    public DateTimeOffset? LastRunAt { get; init; }

    public DateTimeOffset? CancelledAt { get; init; }

    [GraphQLIgnore]
    public long Version { get; init; } = 1;

    /// <summary>The days that the report covers which falls due at that moment.</summary>
    internal DaySpan PeriodOf(DateTimeOffset due) => DaySpan.Of(Range, due.UtcDay.AddDays(-1));

    /// <summary>It has run for the moment at which it was due, and waits for the next; refused where that cannot be told, as in a time zone that this machine does not know.</summary>
    internal Result<ReportSchedule> Ran()
        => Recurrence.Of(Frequency, Weekday, DayOfMonth, Time, TimeZone)
            .Then<ReportSchedule>(recurrence => this with { LastRunAt = NextRunAt, NextRunAt = recurrence.Next(NextRunAt!.Value) });

    internal ReportSchedule Cancelled(DateTimeOffset now) => this with { NextRunAt = null, CancelledAt = now };
}
