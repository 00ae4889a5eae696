using System.Threading.Channels;
using Confluent.Kafka;

namespace FinFlow.Messaging;

/// <summary>One consumer, polled by a thread of its own, since the client's calls block.</summary>
/// <remarks>
/// A position counts what this reader has read; where each event lies in the cluster is kept until it is committed. When partitions
/// move to another instance, events that wait here may be handled by both: their common inbox lets one of them win.
/// </remarks>
internal sealed class KafkaReader : IEventReader
{
    private const int EventsWaitingMax = 500;
    private static readonly TimeSpan PollTimeout = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMilliseconds(200);

    private readonly IConsumer<string, byte[]> consumer;
    private readonly string topic;
    private readonly Action<IConsumer<string, byte[]>> assign;
    private readonly bool keepsPlace;
    private readonly Channel<ReadEvent> arrived = Channel.CreateUnbounded<ReadEvent>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly SemaphoreSlim room = new(EventsWaitingMax);
    private readonly CancellationTokenSource stopping = new();
    private readonly Lock turn = new();
    private readonly Queue<(long Position, TopicPartitionOffset Place)> uncommitted = [];
    private readonly Dictionary<TopicPartition, long> nextOffsets = [];
    private readonly Thread polling;
    private readonly Queue<ReadEvent> unhandled = [];
    private long position;

    /// <param name="assign">Chooses what is read; called again and again for a reader that keeps no place, once otherwise.</param>
    /// <param name="keepsPlace">Whether what is committed is remembered by the cluster.</param>
    internal KafkaReader(IConsumer<string, byte[]> consumer, string topic, Action<IConsumer<string, byte[]>> assign, bool keepsPlace)
    {
        (this.consumer, this.topic, this.assign, this.keepsPlace) = (consumer, topic, assign, keepsPlace);
        polling = new Thread(Poll) { IsBackground = true, Name = $"kafka {topic}" };
        polling.Start();
    }

    /// <summary>Events that were read and not committed are given again.</summary>
    public async Task<IReadOnlyList<ReadEvent>> ReadAsync(int eventsMax, CancellationToken cancellationToken)
    {
        if (unhandled.Count == 0)
        {
            await arrived.Reader.WaitToReadAsync(cancellationToken);
        }

        while (unhandled.Count < eventsMax && arrived.Reader.TryRead(out var read))
        {
            room.Release();
            unhandled.Enqueue(read);
        }

        return [.. unhandled.Take(eventsMax)];
    }

    public Task CommitAsync(long position, CancellationToken cancellationToken)
    {
        while (unhandled.TryPeek(out var read) && read.Position <= position)
        {
            unhandled.Dequeue();
        }

        lock (turn)
        {
            while (uncommitted.TryPeek(out var oldest) && oldest.Position <= position)
            {
                uncommitted.Dequeue();
                nextOffsets[oldest.Place.TopicPartition] = oldest.Place.Offset + 1;
                Store(oldest.Place);
            }
        }

        return Task.CompletedTask;
    }

    public long CountLag()
    {
        lock (turn)
        {
            return consumer.Assignment.Sum(partition =>
            {
                var high = consumer.GetWatermarkOffsets(partition).High;
                var next = nextOffsets.TryGetValue(partition, out var known) ? known : consumer.Position(partition).Value;
                return high.IsSpecial || next < 0 ? 0 : Math.Max(0, high.Value - next);
            });
        }
    }

    public void Dispose()
    {
        stopping.Cancel();
        polling.Join();
        consumer.Dispose();
        stopping.Dispose();
        room.Dispose();
    }

    private void Poll()
    {
        var isAssigned = false;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (!isAssigned || !keepsPlace)
                {
                    assign(consumer);
                    isAssigned = true;
                }

                Keep(consumer.Consume(PollTimeout));
            }
            catch (OperationCanceledException)
            {
                break;
            }
            catch (KafkaException)
            {
                // A topic that is not there yet, or no broker: the client's own log tells of it, and goes on trying.
                stopping.Token.WaitHandle.WaitOne(AfterFailure);
            }
        }

        arrived.Writer.TryComplete();
        Leave();
    }

    private void Keep(ConsumeResult<string, byte[]>? result)
    {
        if (result?.Message is not { } message)
        {
            return;
        }

        room.Wait(stopping.Token);
        lock (turn)
        {
            uncommitted.Enqueue((++position, result.TopicPartitionOffset));
            nextOffsets.TryAdd(result.TopicPartition, result.Offset);
        }

        arrived.Writer.TryWrite(new ReadEvent(
            position, topic, message.Key ?? "", message.Value, $"{topic}@{result.Partition.Value}:{result.Offset.Value}"));
    }

    // A partition that has gone to another instance takes no offset from here; that instance reads the event again and knows it.
    private void Store(TopicPartitionOffset place)
    {
        if (!keepsPlace)
        {
            return;
        }

        try
        {
            consumer.StoreOffset(new TopicPartitionOffset(place.TopicPartition, place.Offset + 1));
        }
        catch (KafkaException moved) when (moved.Error.Code is ErrorCode.Local_State or ErrorCode.Local_UnknownPartition)
        {
        }
    }

    // Leaving the group lets the other instances take over at once instead of after the session's time.
    private void Leave()
    {
        try
        {
            consumer.Close();
        }
        catch (KafkaException)
        {
        }
    }
}
