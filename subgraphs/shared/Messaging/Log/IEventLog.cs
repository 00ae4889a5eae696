namespace FinFlow.Messaging;

/// <summary>
/// Where events stay: appended once, read by any number of groups, each from where it committed. It promises what a Kafka
/// cluster can promise: order per topic and key, at least once, offsets per group and topic.
/// </summary>
public interface IEventLog
{
    /// <summary>Appends in the given order; when it returns, the events survive a crash. What is appended again may be read again, with the same id.</summary>
    Task AppendAsync(IReadOnlyList<LoggedEvent> events, CancellationToken cancellationToken);

    /// <summary>A group's place in one topic. A group that was never seen starts with the first event there is.</summary>
    /// <param name="gatherFor">How long an event may wait for others before it is read, where that spares the log work.</param>
    IEventReader ReadAs(string group, string topic, TimeSpan gatherFor = default);

    /// <summary>A place of one's own that begins at a time and is never committed: for state that every process keeps in memory.</summary>
    IEventReader ReadSince(DateTimeOffset since, string topic);
}

/// <summary>One reader's place in a topic. One caller at a time.</summary>
public interface IEventReader : IDisposable
{
    /// <summary>The next events in order, at most <paramref name="eventsMax"/>; waits until there is at least one.</summary>
    Task<IReadOnlyList<ReadEvent>> ReadAsync(int eventsMax, CancellationToken cancellationToken);

    /// <summary>
    /// The group has done with everything up to and including this position. It is kept soon, not at once: after a crash a few
    /// events may be read again.
    /// </summary>
    Task CommitAsync(long position, CancellationToken cancellationToken);

    /// <summary>How many events the group has not committed.</summary>
    long CountLag();
}

/// <param name="Key">The aggregate's id: events with the same key stay in order.</param>
/// <param name="Envelope">The CloudEvent as UTF-8 JSON.</param>
public sealed record LoggedEvent(string Topic, string Key, string Id, ReadOnlyMemory<byte> Envelope);

/// <param name="Position">Grows along what a reader reads, with gaps.</param>
/// <param name="Place">Where the event stays, for people: the same for every reader.</param>
public sealed record ReadEvent(long Position, string Topic, string Key, ReadOnlyMemory<byte> Envelope, string Place)
{
    /// <summary>Why what is sealed in it cannot be opened, such as by a key that is not the one which sealed it; the envelope is as it was found.</summary>
    public Exception? Unreadable { get; init; }
}
