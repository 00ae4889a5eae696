using System.Net.Security;
using System.Security.Authentication;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace FinFlow.Hosting;

/// <summary>The process's one connection to Redis. It is there from the start, whether Redis answers or not, and mends itself.</summary>
public sealed class RedisConnection : IDisposable
{
    private readonly Lazy<Task<ConnectionMultiplexer>> connection;
    private readonly string address;
    private readonly string? tlsName;
    private readonly RemoteCertificateValidationCallback? trust;
    private readonly ILogger logger;
    private int isLost;

    /// <param name="host">Where it is, and what its certificate must be for.</param>
    /// <param name="port">Its port of this kind.</param>
    /// <param name="logger">Is told of losses.</param>
    /// <param name="tls">Whether it is reached by TLS.</param>
    /// <param name="trust">How its certificate is checked; null for the system's own way.</param>
    public RedisConnection(string host, int port, ILogger<RedisConnection> logger, bool tls = false, RemoteCertificateValidationCallback? trust = null)
    {
        address = $"{host}:{port}";
        (tlsName, this.trust) = (tls ? host : null, trust);
        this.logger = logger;
        connection = new(ConnectAsync);
    }

    /// <summary>Runs when a connection is lost.</summary>
    public event Action? Lost;

    /// <summary>Runs when the connection that hears of channels is back. What was subscribed must be said again: it may have been said into the connection that died.</summary>
    public event Action? SubscriptionsRestored;

    public bool IsConnected => connection.Value is { IsCompletedSuccessfully: true } && Multiplexer.IsConnected;

    public IDatabase Database => Multiplexer.GetDatabase();

    public ISubscriber Subscriber => Multiplexer.GetSubscriber();

    /// <summary>Begins to connect, and does not wait for it.</summary>
    public void Begin() => _ = connection.Value;

    /// <exception cref="RedisConnectionException">It does not answer.</exception>
    public async Task ProbeAsync() => await (await connection.Value).GetDatabase().PingAsync();

    public void Dispose()
    {
        if (connection.IsValueCreated)
        {
            Multiplexer.Dispose();
        }
    }

    private ConnectionMultiplexer Multiplexer => connection.Value.GetAwaiter().GetResult();

    private async Task<ConnectionMultiplexer> ConnectAsync()
    {
        var options = new ConfigurationOptions
        {
            EndPoints = { address },
            AbortOnConnectFail = false,
            ConnectTimeout = 1_000,
            SyncTimeout = 1_000,
            KeepAlive = 5,
            ClientName = "finflow",
            Ssl = tlsName is not null,
            SslHost = tlsName,
            SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        };
        if (trust is not null)
        {
            options.CertificateValidation += trust;
        }

        var multiplexer = await ConnectionMultiplexer.ConnectAsync(options);
        if (!multiplexer.IsConnected)
        {
            TellOfLoss(null);
        }

        multiplexer.ConnectionFailed += (_, failed) =>
        {
            TellOfLoss(failed.Exception);
            Lost?.Invoke();
        };
        multiplexer.ConnectionRestored += (_, restored) =>
        {
            TellOfReturn();
            if (restored.ConnectionType == ConnectionType.Subscription)
            {
                SubscriptionsRestored?.Invoke();
            }
        };
        return multiplexer;
    }

    // A lost connection is two, one for subscriptions, and each is tried again and again.
    private void TellOfLoss(Exception? exception)
    {
        if (Interlocked.Exchange(ref isLost, 1) == 0)
        {
            logger.LogError(exception, "Redis does not answer at {Address:l} (REDIS_HOST); caches and subscriptions go on without it", address);
        }
    }

    private void TellOfReturn()
    {
        if (Interlocked.Exchange(ref isLost, 0) == 1)
        {
            logger.LogWarning("Redis at {Address:l} answers again", address);
        }
    }
}
