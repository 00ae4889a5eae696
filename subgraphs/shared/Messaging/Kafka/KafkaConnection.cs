using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace FinFlow.Messaging;

/// <summary>How a Kafka cluster is reached.</summary>
/// <param name="brokers">Comma-separated host:port.</param>
/// <param name="oldVersion">The version of brokers that cannot be asked for it and know no idempotent producer, such as 0.9.0.1; null for all newer ones.</param>
/// <param name="tls">How its certificates are checked; null when it is reached without TLS.</param>
/// <param name="session">For so long, and no longer, a process that ends without a word is missed by those that share its work; ten seconds when null.</param>
public sealed class KafkaConnection(string brokers, string? oldVersion, ILogger logger, KafkaTls? tls = null, TimeSpan? session = null)
{
    private static readonly TimeSpan DefaultSession = TimeSpan.FromSeconds(10);

    // For so long a broker that has nothing keeps the question; partitions that come meanwhile wait for the answer.
    private const int FetchWaitMs = 500;

    // More than this is enough for everybody.
    private const int GatheredBytes = 64 * 1024;

    // A member that was heard three times too late is gone.
    private const int HeartbeatsOfSession = 3;

    // What is read again after a crash the inbox knows, so there is no hurry; each commit is a request, of each reader.
    private const int CommitIntervalMs = 5_000;

    // A handler may be patient with each event of a full buffer before the next one is asked for.
    private const int PollIntervalMaxMs = 600_000;

    // Each reader has a client of its own, and each of them finds out.
    private readonly NowAndThen outage = new(TimeSpan.FromSeconds(30));

    /// <summary>Whether the brokers know which offset belongs to a time.</summary>
    internal bool KnowsTimes => oldVersion is null;

    private int SessionMs => (int)(session ?? DefaultSession).TotalMilliseconds;

    internal IProducer<string, byte[]> Producer()
        => new ProducerBuilder<string, byte[]>(With(new ProducerConfig
        {
            Acks = Acks.All,
            EnableIdempotence = oldVersion is null,
            MaxInFlight = oldVersion is null ? 5 : 1,
            LingerMs = 0,
            // The outbox waits with whoever appends, so an event is tried until the cluster takes it; giving one up while a later
            // one is taken would break the order of its key.
            MessageTimeoutMs = 0,
            MessageSendMaxRetries = int.MaxValue,
        }))
            .SetLogHandler((_, line) => Log(line))
            .SetErrorHandler((_, error) => Log(error))
            .Build();

    /// <param name="group">Null for a reader that keeps no place.</param>
    /// <param name="gatherFor">How long the brokers may keep an event back until there are more, so that they are asked less often; zero when it is wanted at once.</param>
    internal IConsumer<string, byte[]> Consumer(string? group, TimeSpan gatherFor = default)
        => new ConsumerBuilder<string, byte[]>(With(new ConsumerConfig
        {
            GroupId = group ?? "nobody",
            AutoOffsetReset = AutoOffsetReset.Earliest,
            // What is stored is committed now and then, and when partitions move; only what has been handled is stored.
            EnableAutoCommit = group is not null,
            EnableAutoOffsetStore = false,
            AutoCommitIntervalMs = CommitIntervalMs,
            SessionTimeoutMs = SessionMs,
            HeartbeatIntervalMs = SessionMs / HeartbeatsOfSession,
            MaxPollIntervalMs = PollIntervalMaxMs,
            FetchWaitMaxMs = gatherFor > TimeSpan.Zero ? (int)gatherFor.TotalMilliseconds : FetchWaitMs,
            FetchMinBytes = gatherFor > TimeSpan.Zero ? GatheredBytes : 1,
            QueuedMinMessages = 1_000,
        }))
            .SetLogHandler((_, line) => Log(line))
            .SetErrorHandler((_, error) => Log(error))
            .Build();

    /// <summary>Asks the cluster whether it is there.</summary>
    /// <exception cref="KafkaException">It does not answer.</exception>
    internal static void Probe(Handle client, TimeSpan patience)
    {
        using var admin = new DependentAdminClientBuilder(client).Build();
        admin.GetMetadata(patience);
    }

    private TConfig With<TConfig>(TConfig config) where TConfig : ClientConfig
    {
        config.BootstrapServers = brokers;
        config.ClientId = "finflow";
        config.AllowAutoCreateTopics = true;
        config.TopicMetadataRefreshIntervalMs = 10_000;
        config.SocketKeepaliveEnable = true;
        config.ReconnectBackoffMaxMs = 1_000;
        config.LogConnectionClose = false;
        if (tls is not null)
        {
            config.SecurityProtocol = SecurityProtocol.Ssl;
            config.SslEndpointIdentificationAlgorithm = SslEndpointIdentificationAlgorithm.Https;
            config.SslCaLocation = tls.AuthoritiesPath;
        }

        if (oldVersion is not null)
        {
            config.ApiVersionRequest = false;
            config.BrokerVersionFallback = oldVersion;
        }

        return config;
    }

    private void Log(LogMessage line)
        => logger.Log(line.Level <= SyslogLevel.Critical ? LogLevel.Error : LogLevel.Debug, "Kafka client {Client:l}: {Message:l}", line.Name, line.Message);

    // That no broker answers concerns everybody, once; what one connection met concerns whoever looks for it.
    private void Log(Error error)
    {
        if (error.Code == ErrorCode.Local_AllBrokersDown && outage.IsToBeTold())
        {
            logger.LogError("Kafka does not answer at {Brokers:l} (KAFKA_BROKER); events wait until it does", brokers);
        }
        else if (error.Code is ErrorCode.Local_AllBrokersDown or ErrorCode.Local_Transport or ErrorCode.Local_Resolve)
        {
            logger.LogDebug("Kafka at {Brokers:l}: {Reason:l}", brokers, error.Reason);
        }
        else
        {
            logger.LogWarning("Kafka at {Brokers:l}: {Reason:l}", brokers, error.Reason);
        }
    }
}

/// <summary>That brokers are reached by TLS and must show certificates for their names.</summary>
/// <param name="AuthoritiesPath">PEM file of those who vouch for the brokers; null for the system's.</param>
public sealed record KafkaTls(string? AuthoritiesPath);
