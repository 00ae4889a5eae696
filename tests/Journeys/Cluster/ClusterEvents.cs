using Confluent.Kafka;
using FinFlow.Messaging;

namespace FinFlow.Journeys.Tests;

/// <summary>The cluster's topics, read and written past FinFlow.</summary>
internal sealed class ClusterEvents
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Deployment _finflow;

    public ClusterEvents(Deployment finflow)
    {
        _finflow = finflow;
        KafkaLibrary.Load(Path.Combine(BuildOutput.RepositoryRoot, KafkaLibrary.BuiltPath));
    }

    /// <summary>All that a topic has, each partition in its order.</summary>
    public List<Message<string, byte[]>> Read(string topic)
    {
        using var consumer = new ConsumerBuilder<string, byte[]>(With(new ConsumerConfig { GroupId = "onlooker", EnableAutoCommit = false })).SetLogHandler(Ignore).Build();
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        var partitions = admin.GetMetadata(topic, Patience).Topics.Single().Partitions.Select(partition => new TopicPartition(topic, partition.PartitionId)).ToList();
        consumer.Assign(partitions.Select(partition => new TopicPartitionOffset(partition, Offset.Beginning)));
        var count = partitions.Select(partition => consumer.QueryWatermarkOffsets(partition, Patience)).Sum(bounds => bounds.High.Value - bounds.Low.Value);
        var read = new List<Message<string, byte[]>>();
        while (read.Count < count)
        {
            read.Add((consumer.Consume(Patience) ?? throw new TimeoutException($"{topic} has {count} events, of which {read.Count} came.")).Message);
        }

        return read;
    }

    /// <summary>In this order.</summary>
    public async Task AppendAsync(IEnumerable<(string Topic, Message<string, byte[]> Message)> events)
    {
        using var producer = new ProducerBuilder<string, byte[]>(With(new ProducerConfig { Acks = Acks.All, MaxInFlight = 1 })).SetLogHandler(Ignore).Build();
        foreach (var (topic, message) in events)
        {
            await producer.ProduceAsync(topic, new Message<string, byte[]> { Key = message.Key, Value = message.Value });
        }
    }

    // That such an old broker is about to be forgotten.
    private static void Ignore(object client, LogMessage line)
    {
    }

    private TConfig With<TConfig>(TConfig config) where TConfig : ClientConfig
    {
        config.BootstrapServers = _finflow.Environment["KAFKA_BROKER"];
        config.ApiVersionRequest = false;
        config.BrokerVersionFallback = _finflow.Environment["KAFKA_BROKER_VERSION"];
        return config;
    }
}
