using Confluent.Kafka;

namespace FinFlow.Messaging;

/// <summary>Where a group stands in a topic, seen from outside: nobody joins the group, so that no partition moves and nothing is committed.</summary>
internal sealed class PartitionsOfGroup : IDisposable
{
    private readonly IConsumer<string, byte[]> consumer;
    private readonly TimeSpan patience;
    private readonly List<TopicPartition> partitions;

    /// <param name="patience">For each question to the cluster.</param>
    /// <exception cref="KafkaException">The cluster does not answer.</exception>
    internal PartitionsOfGroup(IConsumer<string, byte[]> consumer, string topic, TimeSpan patience)
    {
        (this.consumer, this.patience) = (consumer, patience);
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();

        // All topics are asked for, since a question for one that is not there would make it.
        var known = admin.GetMetadata(patience).Topics.SingleOrDefault(other => other.Topic == topic);
        partitions = [.. (known?.Partitions ?? []).Select(partition => new TopicPartition(topic, partition.PartitionId))];
    }

    /// <summary>How many events the topic has.</summary>
    internal long CountEvents() => partitions.Select(Bounds).Sum(bounds => bounds.High.Value - bounds.Low.Value);

    /// <summary>What the group has not committed, at most <paramref name="eventsMax"/> of it.</summary>
    internal List<ReadEvent> ReadUncommitted(int eventsMax)
    {
        var left = partitions.Where(partition => Bounds(partition) is var bounds && bounds.High > bounds.Low).ToList();
        var starts = left.Count == 0 ? [] : consumer.Committed(left, patience).Select(FirstOf).Where(start => start.Offset < Bounds(start.TopicPartition).High).ToList();
        var waiting = starts.Sum(start => Bounds(start.TopicPartition).High.Value - start.Offset.Value);
        var read = new List<ReadEvent>();
        if (starts.Count > 0)
        {
            consumer.Assign(starts);
        }

        while (read.Count < Math.Min(waiting, eventsMax))
        {
            var next = consumer.Consume(patience) ?? throw new KafkaException(ErrorCode.Local_TimedOut);
            read.Add(new ReadEvent(read.Count + 1, next.Topic, next.Message.Key ?? "", next.Message.Value, $"{next.Topic}@{next.Partition.Value}:{next.Offset.Value}"));
        }

        return read;
    }

    public void Dispose() => consumer.Dispose();

    private WatermarkOffsets Bounds(TopicPartition partition) => consumer.QueryWatermarkOffsets(partition, patience);

    // A group that has committed nothing begins with the first event that there is.
    private TopicPartitionOffset FirstOf(TopicPartitionOffset committed)
        => new(committed.TopicPartition, Math.Max(committed.Offset.IsSpecial ? 0 : committed.Offset.Value, Bounds(committed.TopicPartition).Low.Value));
}
