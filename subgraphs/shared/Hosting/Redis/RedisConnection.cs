using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace FinFlow.Hosting;

/// <summary>The process's one connection to Redis. It is there from the start, whether Redis answers or not, and mends itself.</summary>
public sealed class RedisConnection : IDisposable
{
    private readonly Lazy<Task<ConnectionMultiplexer>> connection;
    private readonly string address;
    private readonly ILogger logger;
    private int isLost;

    public RedisConnection(string host, int port, ILogger<RedisConnection> logger)
    {
        address = $"{host}:{port}";
        this.logger = logger;
        connection = new(ConnectAsync);
    }

    /// <summary>Runs when a connection is lost.</summary>
    public event Action? Lost;

    public bool IsConnected => connection.Value is { IsCompletedSuccessfully: true } && Multiplexer.IsConnected;

    public IDatabase Database => Multiplexer.GetDatabase();

    public ISubscriber Subscriber => Multiplexer.GetSubscriber();

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
        };
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
        multiplexer.ConnectionRestored += (_, _) => TellOfReturn();
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
