using System.Diagnostics;
using Confluent.Kafka;

namespace FinFlow.Messaging;

/// <summary>All partitions of a topic from a time on, those included that the topic gets later.</summary>
/// <param name="canAskForTimes">Whether the brokers know which offset belongs to a time; else everything they have is read.</param>
internal sealed class PartitionsSince(string topic, DateTimeOffset since, bool canAskForTimes)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(10);

    // A topic that is not there yet is about to come.
    private static readonly TimeSpan BetweenFirstLooks = TimeSpan.FromMilliseconds(200);

    private readonly HashSet<TopicPartition> followed = [];
    private long? lookedAt;

    /// <summary>Begins with the partitions that are not yet followed. Call it again and again: it looks now and then.</summary>
    internal void Follow(IConsumer<string, byte[]> consumer)
    {
        var wait = followed.Count == 0 ? BetweenFirstLooks : BetweenLooks;
        if (lookedAt is { } at && Stopwatch.GetElapsedTime(at) < wait)
        {
            return;
        }

        lookedAt = Stopwatch.GetTimestamp();
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        var partitions = admin.GetMetadata(topic, Patience).Topics.Single().Partitions
            .Select(partition => new TopicPartition(topic, partition.PartitionId))
            .Where(partition => !followed.Contains(partition))
            .ToList();
        if (partitions.Count > 0)
        {
            consumer.IncrementalAssign(Starts(consumer, partitions));
            followed.UnionWith(partitions);
        }
    }

    private List<TopicPartitionOffset> Starts(IConsumer<string, byte[]> consumer, List<TopicPartition> partitions)
    {
        if (!canAskForTimes)
        {
            return [.. partitions.Select(partition => new TopicPartitionOffset(partition, Offset.Beginning))];
        }

        // Nothing since then means "from the end", and the end is where it is now, not where it will be when fetching begins.
        var ends = partitions.ToDictionary(partition => partition, partition => consumer.QueryWatermarkOffsets(partition, Patience).High);
        var starts = consumer.OffsetsForTimes(partitions.Select(partition => new TopicPartitionTimestamp(partition, new Timestamp(since))), Patience);
        return [.. starts.Select(start => start.Offset == Offset.End ? new TopicPartitionOffset(start.TopicPartition, ends[start.TopicPartition]) : start)];
    }
}
