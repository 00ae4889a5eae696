using System.Runtime.InteropServices;
using FinFlow.Messaging;

namespace FinFlow.Subgraphs.Tests;

/// <summary>librdkafka's own cluster for tests: it listens on this machine, speaks Kafka's protocol, and fails when it is told to.</summary>
internal sealed partial class MockKafka : IDisposable
{
    private const string Library = "librdkafka.so.1";
    private const int Producer = 0;
    private const int ErrorBytes = 512;

    private readonly nint client;
    private readonly nint cluster;

    static MockKafka()
        => NativeLibrary.SetDllImportResolver(
            typeof(MockKafka).Assembly, (name, _, _) => name == Library ? NativeLibrary.Load(LibraryPath) : 0);

    /// <param name="brokers">How many nodes the cluster has.</param>
    public MockKafka(int brokers = 1)
    {
        client = New(Producer, NewConfiguration(), new byte[ErrorBytes], ErrorBytes);
        cluster = NewCluster(client, brokers);
        SetRebalanceDelay(cluster, 50);
    }

    public static string LibraryPath { get; } = FindLibrary();

    /// <summary>As KAFKA_BROKER takes them.</summary>
    public string Brokers => Marshal.PtrToStringUTF8(Bootstraps(cluster))!;

    /// <summary>With short sessions: this cluster waits for a member that has left until its session is over.</summary>
    public KafkaEventLog OpenLog(string? oldVersion = null)
        => new(new KafkaConnection(Brokers, oldVersion, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, session: TimeSpan.FromSeconds(1.5)), LibraryPath);

    public void CreateTopic(string name, int partitions) => Assert.Equal(0, CreateTopic(cluster, name, partitions, replicas: 1));

    public void TakeDown(int broker = 1) => Assert.Equal(0, SetDown(cluster, broker));

    public void BringUp(int broker = 1) => Assert.Equal(0, SetUp(cluster, broker));

    /// <summary>The next requests of a kind fail, each with the next code.</summary>
    /// <param name="apiKey">0 Produce, 1 Fetch, 8 OffsetCommit: https://kafka.apache.org/protocol#protocol_api_keys</param>
    public void Fail(short apiKey, params int[] codes) => PushErrors(cluster, apiKey, (nuint)codes.Length, codes);

    public void Dispose()
    {
        DestroyCluster(cluster);
        Destroy(client);
    }

    private static string FindLibrary()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "FinFlow.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder!.FullName, KafkaLibrary.BuiltPath);
    }

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_new")]
    private static partial nint NewConfiguration();

    [LibraryImport(Library, EntryPoint = "rd_kafka_new")]
    private static partial nint New(int type, nint configuration, byte[] error, nuint errorBytes);

    [LibraryImport(Library, EntryPoint = "rd_kafka_destroy")]
    private static partial void Destroy(nint client);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_cluster_new")]
    private static partial nint NewCluster(nint client, int brokers);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_cluster_destroy")]
    private static partial void DestroyCluster(nint cluster);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_cluster_bootstraps")]
    private static partial nint Bootstraps(nint cluster);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_topic_create", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CreateTopic(nint cluster, string topic, int partitions, int replicas);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_broker_set_down")]
    private static partial int SetDown(nint cluster, int broker);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_broker_set_up")]
    private static partial int SetUp(nint cluster, int broker);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_push_request_errors_array")]
    private static partial void PushErrors(nint cluster, short apiKey, nuint count, int[] errors);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_group_initial_rebalance_delay_ms")]
    private static partial void SetRebalanceDelay(nint cluster, int milliseconds);
}
