using System.Diagnostics;
using System.Net.Sockets;

namespace FinFlow.Subgraphs.Tests;

/// <summary>A real Kafka broker of this machine, with its ZooKeeper, which clients reach by TLS alone.</summary>
internal sealed class RunningKafka : IDisposable
{
    internal const string Version = "0.9.0.1";

    private static readonly string Libraries = Path.Combine(Path.GetDirectoryName(MockKafka.LibraryPath)!, "..", "kafka", "libs");

    private readonly TemporaryFolder folder = new();
    private readonly List<Process> servers = [];

    /// <param name="pfx">Its certificate and key.</param>
    /// <param name="password">Of the file.</param>
    internal RunningKafka(string pfx, string password)
    {
        var (zookeeper, own) = (Loopback.FreePort(), Loopback.FreePort());
        File.WriteAllText(folder.File("zookeeper.properties"), $"dataDir={folder.File("zookeeper")}\nclientPort={zookeeper}\nclientPortAddress=127.0.0.1\n");
        File.WriteAllText(
            folder.File("broker.properties"),
            $"""
            broker.id=1
            listeners=PLAINTEXT://127.0.0.1:{own},SSL://localhost:{Port}
            ssl.keystore.type=PKCS12
            ssl.keystore.location={pfx}
            ssl.keystore.password={password}
            ssl.key.password={password}
            log.dirs={folder.File("events")}
            zookeeper.connect=127.0.0.1:{zookeeper}
            num.partitions=1
            offsets.topic.num.partitions=1
            offsets.topic.replication.factor=1
            """);
        Start("org.apache.zookeeper.server.quorum.QuorumPeerMain", "zookeeper.properties", zookeeper);
        Start("kafka.Kafka", "broker.properties", Port);
    }

    internal int Port { get; } = Loopback.FreePort();

    internal static bool IsInstalled => File.Exists("/usr/bin/java") && Directory.Exists(Libraries);

    public void Dispose()
    {
        foreach (var server in Enumerable.Reverse(servers))
        {
            server.Kill();
            server.WaitForExit();
            server.Dispose();
        }

        folder.Dispose();
    }

    private void Start(string program, string properties, int port)
    {
        // Its words go to a file, so that it never waits for a reader.
        File.Create(folder.File($"{properties}.log")).Dispose();
        var command = $"exec java -Xmx256m -cp '{Libraries}/*' {program} '{folder.File(properties)}' > '{folder.File(properties)}.log' 2>&1";
        servers.Add(Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command]))!);
        for (var wait = Stopwatch.StartNew(); !Answers(port); Thread.Sleep(20))
        {
            Assert.True(wait.Elapsed < TimeSpan.FromSeconds(60) && !servers[^1].HasExited, $"{program} does not start:\n{File.ReadAllText(folder.File($"{properties}.log"))}");
        }
    }

    private static bool Answers(int port)
    {
        try
        {
            using var client = new TcpClient("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

/// <summary>A test that needs a Kafka broker, skipped where none can be started.</summary>
internal sealed class KafkaFactAttribute : FactAttribute
{
    public KafkaFactAttribute()
    {
        if (!RunningKafka.IsInstalled)
        {
            Skip = "No Kafka broker is here (Debian: apt-get install default-jre-headless; deploy/kafka/fetch-broker.sh).";
        }
    }
}
