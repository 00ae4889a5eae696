namespace FinFlow.Messaging;

/// <summary>A log that cannot be rewritten, and yet forgets: personal values go in sealed, and come out as long as their person's key is there.</summary>
public sealed class SealedEventLog(IEventLog log, PersonKeys keys) : IEventLog, IDisposable
{
    private readonly EventSeal seal = new(keys);

    public async Task AppendAsync(IReadOnlyList<LoggedEvent> events, CancellationToken cancellationToken)
    {
        var closed = await seal.CloseAsync([.. events.Select(told => told.Envelope)], cancellationToken);
        await log.AppendAsync([.. events.Zip(closed, (told, envelope) => told with { Envelope = envelope })], cancellationToken);
    }

    public IEventReader ReadAs(string group, string topic, TimeSpan gatherFor = default) => new Reader(log.ReadAs(group, topic, gatherFor), seal);

    public IEventReader ReadSince(DateTimeOffset since, string topic) => new Reader(log.ReadSince(since, topic), seal);

    public void Dispose() => (log as IDisposable)?.Dispose();

    private sealed class Reader(IEventReader reader, EventSeal seal) : IEventReader
    {
        public async Task<IReadOnlyList<ReadEvent>> ReadAsync(int eventsMax, CancellationToken cancellationToken)
            => await seal.OpenAsync(await reader.ReadAsync(eventsMax, cancellationToken), cancellationToken);

        public Task CommitAsync(long position, CancellationToken cancellationToken) => reader.CommitAsync(position, cancellationToken);

        public long CountLag() => reader.CountLag();

        public void Dispose() => reader.Dispose();
    }
}
