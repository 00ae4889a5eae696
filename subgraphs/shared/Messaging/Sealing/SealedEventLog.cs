namespace FinFlow.Messaging;

/// <summary>A log that cannot be rewritten, and yet forgets: personal values go in sealed, and come out as long as their person's key is there.</summary>
public sealed class SealedEventLog(IEventLog log, PersonKeys keys) : IEventLog, IDisposable
{
    private readonly EventSeal seal = new(keys);

    public Task AppendAsync(IReadOnlyList<LoggedEvent> events, CancellationToken cancellationToken)
        => log.AppendAsync([.. events.Select(told => told with { Envelope = seal.Close(told.Envelope) })], cancellationToken);

    public IEventReader ReadAs(string group, string topic) => new Reader(log.ReadAs(group, topic), seal);

    public IEventReader ReadSince(DateTimeOffset since, string topic) => new Reader(log.ReadSince(since, topic), seal);

    public void Dispose() => (log as IDisposable)?.Dispose();

    private sealed class Reader(IEventReader reader, EventSeal seal) : IEventReader
    {
        public async Task<IReadOnlyList<ReadEvent>> ReadAsync(int eventsMax, CancellationToken cancellationToken)
            => [.. (await reader.ReadAsync(eventsMax, cancellationToken)).Select(read => read with { Envelope = seal.Open(read.Envelope) })];

        public Task CommitAsync(long position, CancellationToken cancellationToken) => reader.CommitAsync(position, cancellationToken);

        public long CountLag() => reader.CountLag();

        public void Dispose() => reader.Dispose();
    }
}
