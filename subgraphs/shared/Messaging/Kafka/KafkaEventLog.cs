using Confluent.Kafka;

namespace FinFlow.Messaging;

/// <summary>The event log of an installation of many processes: a Kafka cluster.</summary>
/// <remarks>
/// A key's events go to one partition and so keep their order; each instance of a group has some of the partitions. The producer is
/// idempotent; what a crash between appending and forgetting appends twice, inboxes recognise by its id.
/// </remarks>
public sealed class KafkaEventLog : IEventLog, IDisposable
{
    private readonly KafkaConnection connection;
    private readonly Lock turn = new();
    private IProducer<string, byte[]> producer;

    /// <exception cref="FileNotFoundException">The client library is not there; see <see cref="KafkaLibrary"/>.</exception>
    public KafkaEventLog(KafkaConnection connection, string? library = null)
    {
        this.connection = connection;
        KafkaLibrary.Load(library);
        producer = connection.Producer();
    }

    /// <summary>Waits as long as the cluster is away; a cancelled append may still happen.</summary>
    public async Task AppendAsync(IReadOnlyList<LoggedEvent> events, CancellationToken cancellationToken)
    {
        var current = producer;
        try
        {
            await Task.WhenAll(events.Select(logged => current.ProduceAsync(
                logged.Topic, new Message<string, byte[]> { Key = logged.Key, Value = logged.Envelope.ToArray() }, cancellationToken)));
        }
        catch (KafkaException exception)
        {
            if (exception.Error.IsFatal)
            {
                Replace(current);
            }

            throw new IOException($"The event log could not be written: {exception.Error.Reason}", exception);
        }
    }

    public IEventReader ReadAs(string group, string topic, TimeSpan gatherFor = default)
        => new KafkaReader(connection.Consumer(NameOf(group, topic), gatherFor), topic, consumer => consumer.Subscribe(topic), keepsPlace: true);

    public IEventReader ReadSince(DateTimeOffset since, string topic)
    {
        var partitions = new PartitionsSince(topic, since, connection.KnowsTimes);
        return new KafkaReader(connection.Consumer(group: null), topic, partitions.Follow, keepsPlace: false);
    }

    /// <summary>What a group has not committed of a topic, found without joining it: nobody's partitions move, and nothing is committed.</summary>
    /// <param name="eventsMax">No more are read.</param>
    /// <param name="patience">For each question to the cluster.</param>
    /// <exception cref="IOException">The cluster does not answer.</exception>
    public Task<IReadOnlyList<ReadEvent>> PeekAsync(string group, string topic, int eventsMax, TimeSpan patience, CancellationToken cancellationToken)
        => LookAsync<IReadOnlyList<ReadEvent>>(group, topic, patience, partitions => partitions.ReadUncommitted(eventsMax), cancellationToken);

    /// <summary>How many events a topic has; none when it is not there.</summary>
    /// <exception cref="IOException">The cluster does not answer.</exception>
    public Task<long> CountAsync(string topic, TimeSpan patience, CancellationToken cancellationToken)
        => LookAsync(group: null, topic, patience, partitions => partitions.CountEvents(), cancellationToken);

    /// <summary>Asks the cluster whether it is there.</summary>
    /// <exception cref="KafkaException">It does not answer in time.</exception>
    public Task ProbeAsync(TimeSpan patience, CancellationToken cancellationToken)
        => Task.Run(() => KafkaConnection.Probe(producer.Handle, patience), cancellationToken);

    public void Dispose() => producer.Dispose();

    private static string NameOf(string group, string topic) => $"{group}.{topic}";

    // The client's questions block whoever asks them.
    private Task<T> LookAsync<T>(string? group, string topic, TimeSpan patience, Func<PartitionsOfGroup, T> look, CancellationToken cancellationToken)
        => Task.Run(
            () =>
            {
                try
                {
                    using var partitions = new PartitionsOfGroup(connection.Consumer(group is null ? null : NameOf(group, topic)), topic, patience);
                    return look(partitions);
                }
                catch (KafkaException exception)
                {
                    throw new IOException($"Kafka does not answer: {exception.Error.Reason}", exception);
                }
            },
            cancellationToken);

    // A cluster that lost what it had acknowledged makes an idempotent producer give up for good; a new one begins afresh.
    private void Replace(IProducer<string, byte[]> failed)
    {
        lock (turn)
        {
            if (ReferenceEquals(producer, failed))
            {
                producer = connection.Producer();
            }
        }

        failed.Dispose();
    }
}
