namespace FinFlow.Payments;

/// <summary>A day of a processor that was over when it was listed: it is written with the events that tell of it, so each day is told once.</summary>
public sealed record ListedDay
{
    public required string Processor { get; init; }

    public required DateOnly Day { get; init; }

    public required DateTimeOffset ListedAt { get; init; }

    /// <summary>Processors go on booking for a while: PayPal shows a transaction up to three hours late.</summary>
    internal static bool IsSettled(DateOnly day, DateTimeOffset now) => now >= new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero).AddHours(28);
}
