using System.Diagnostics;
using System.Net.Security;
using System.Net.Sockets;
using FinFlow.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace FinFlow.Subgraphs.Tests;

/// <summary>A real Redis server of this machine on a free port of the loopback. It keeps nothing over a restart, as caches may.</summary>
internal sealed class RunningRedis : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private Process? server;

    private readonly string[] listening;

    internal RunningRedis()
    {
        listening = ["--port", $"{Port}"];
        Start();
    }

    /// <summary>One that speaks TLS alone.</summary>
    internal RunningRedis((string Certificate, string Key) tls, string authority)
    {
        listening =
        [
            "--port", "0", "--tls-port", $"{Port}", "--tls-cert-file", tls.Certificate, "--tls-key-file", tls.Key, "--tls-ca-cert-file", authority,
            "--tls-auth-clients", "no",
        ];
        Start();
    }

    internal int Port { get; } = Loopback.FreePort();

    internal static bool IsInstalled { get; } = File.Exists("/usr/bin/redis-server");

    internal (string Name, string Value)[] Variables => [("REDIS_HOST", "127.0.0.1"), ("REDIS_PORT", $"{Port}")];

    internal RedisConnection Connect() => new("127.0.0.1", Port, NullLogger<RedisConnection>.Instance);

    internal RedisConnection Connect(RemoteCertificateValidationCallback? trust) => new("localhost", Port, NullLogger<RedisConnection>.Instance, tls: true, trust);

    internal void Start()
    {
        server = Process.Start(new ProcessStartInfo("/usr/bin/redis-server",
            [.. listening, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder.Path, "--logfile", folder.File("redis.log")]))!;
        for (var wait = Stopwatch.StartNew(); !Answers(); Thread.Sleep(10))
        {
            Assert.True(wait.Elapsed < TimeSpan.FromSeconds(10), "Redis does not start.");
        }
    }

    internal void Stop()
    {
        server!.Kill();
        server.WaitForExit();
        server.Dispose();
        server = null;
    }

    public void Dispose()
    {
        if (server is not null)
        {
            Stop();
        }

        folder.Dispose();
    }

    private bool Answers()
    {
        try
        {
            using var client = new TcpClient("127.0.0.1", Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

/// <summary>A test that needs a Redis server, skipped where none is installed.</summary>
internal sealed class RedisFactAttribute : FactAttribute
{
    public RedisFactAttribute()
    {
        if (!RunningRedis.IsInstalled)
        {
            Skip = "Redis is not here (Debian: apt-get install redis-server).";
        }
    }
}
