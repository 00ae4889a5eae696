namespace FinFlow.Messaging;

/// <summary>How patient a consumer is.</summary>
public sealed class ConsumerOptions
{
    /// <summary>Tries of one event before it goes to the dead letters.</summary>
    public int AttemptsMax { get; set; } = 6;

    /// <summary>The wait after the first failure; it doubles with each further one, so six tries span about 1.5 seconds.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The wait before the same event is tried again when it was the database that failed; such tries are not counted.</summary>
    public TimeSpan OutageDelay { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>A group that is further behind tells so on the system topic.</summary>
    public long LagEventsMax { get; set; } = 1_000;

    /// <summary>How often a group looks how far it is behind.</summary>
    public TimeSpan LagInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Events that are read at once and, when none of them fails, committed at once. SQLite has one writer, whom others await meanwhile.</summary>
    public int BatchEventsMax { get; set; } = 32;

    /// <summary>
    /// How long an event may wait for others that are handled and committed with it: zero where somebody waits for its outcome. Each event for itself
    /// would cost twice as much as those of some tenths of a second together.
    /// </summary>
    public TimeSpan GatherFor { get; set; }
}
