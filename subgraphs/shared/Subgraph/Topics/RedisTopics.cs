using System.Text.Json;
using FinFlow.GraphQL.Execution;
using FinFlow.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace FinFlow.Subgraph;

/// <summary>Topics of an installation: what one process sends reaches the subscribers of all, by Redis.</summary>
/// <remarks>
/// That Redis is away is told once, by its connection. Subscribers in the sender's process are told at once and without Redis. Those elsewhere hear nothing while Redis is away; they keep
/// their place, and a client that resumes by a cursor misses nothing.
/// </remarks>
internal sealed class RedisTopics : ITopicEventSender, ITopicEventReceiver, IDisposable
{
    private static readonly JsonSerializerOptions Json = ReadCache.StoredForm;
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);

    private readonly RedisConnection redis;
    private readonly string subgraph;
    private readonly ILogger<RedisTopics> logger;
    private readonly InMemoryTopics local = new();
    private readonly SemaphoreSlim turn = new(1);
    private readonly Dictionary<string, Listening> listening = new(StringComparer.Ordinal); // In its turn.
    private readonly CancellationTokenSource ending = new();

    // What comes back from Redis of what went out from here was delivered already.
    private readonly string self = Guid.CreateVersion7().ToString("n");
    private int isListeningAgain;
    private int isDisposed;

    public RedisTopics(RedisConnection redis, string subgraph, ILogger<RedisTopics> logger)
    {
        (this.redis, this.subgraph, this.logger) = (redis, subgraph, logger);
        redis.SubscriptionsRestored += ListenAgain;
    }

    public async ValueTask SendAsync<T>(string topic, T message, CancellationToken cancellationToken)
    {
        await local.SendAsync(topic, message, cancellationToken);
        try
        {
            await redis.Subscriber.PublishAsync(ChannelOf(topic), JsonSerializer.SerializeToUtf8Bytes(new Told<T>(self, message), Json), CommandFlags.FireAndForget);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            logger.LogDebug(exception, "Subscribers of {Topic} in other processes were not told", topic);
        }
    }

    public ValueTask CompleteAsync(string topic) => local.CompleteAsync(topic);

    public async ValueTask<ISourceStream<T>> SubscribeAsync<T>(string topic, CancellationToken cancellationToken)
    {
        var stream = await local.SubscribeAsync<T>(topic, cancellationToken);
        await turn.WaitAsync(cancellationToken);
        try
        {
            if (!listening.TryGetValue(topic, out var already))
            {
                already = listening[topic] = new Listening((_, message) => Pass<T>(topic, message));
                await ListenAsync(topic, already);
            }

            already.Subscribers++;
        }
        finally
        {
            turn.Release();
        }

        return new Stream<T>(stream, () => LeaveAsync(topic));
    }

    public void Dispose()
    {
        // It serves as sender and as receiver, and whoever made it disposes of both.
        if (Interlocked.Exchange(ref isDisposed, 1) == 0)
        {
            redis.SubscriptionsRestored -= ListenAgain;
            ending.Cancel();
            ending.Dispose();
            turn.Dispose();
        }
    }

    private async Task ListenAsync(string topic, Listening toWhat)
    {
        try
        {
            await redis.Subscriber.SubscribeAsync(ChannelOf(topic), toWhat.Handler);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            logger.LogDebug(exception, "What other processes tell of {Topic} is not heard yet", topic);
            ListenAgain();
        }
    }

    private void ListenAgain()
    {
        if (Interlocked.Exchange(ref isListeningAgain, 1) == 0)
        {
            _ = Task.Run(() => ListenAgainAsync(ending.Token));
        }
    }

    private async Task ListenAgainAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (!await TryListenToAllAsync(cancellationToken))
            {
                await Task.Delay(BetweenTries, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            // Nobody listens any more.
        }
    }

    private async Task<bool> TryListenToAllAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            // Whoever is restored from here on needs another round.
            Volatile.Write(ref isListeningAgain, 0);
            foreach (var (topic, toWhat) in listening)
            {
                // The client asks Redis only for what it does not hold for subscribed already.
                await redis.Subscriber.UnsubscribeAsync(ChannelOf(topic));
                await redis.Subscriber.SubscribeAsync(ChannelOf(topic), toWhat.Handler);
            }

            return true;
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            logger.LogDebug(exception, "What other processes tell is not heard again yet");
            return Interlocked.Exchange(ref isListeningAgain, 1) == 1; // Somebody else tries already.
        }
        finally
        {
            turn.Release();
        }
    }

    private void Pass<T>(string topic, RedisValue message)
    {
        var told = JsonSerializer.Deserialize<Told<T>>((byte[])message!, Json);
        if (told is not null && told.From != self)
        {
            // In memory nobody waits: it completes at once.
            local.SendAsync(topic, told.Message, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        }
    }

    private async ValueTask LeaveAsync(string topic)
    {
        await turn.WaitAsync();
        try
        {
            if (--listening[topic].Subscribers == 0)
            {
                listening.Remove(topic);
                await redis.Subscriber.UnsubscribeAsync(ChannelOf(topic), flags: CommandFlags.FireAndForget);
            }
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            logger.LogDebug(exception, "Leaving {Topic} was not told to Redis", topic);
        }
        finally
        {
            turn.Release();
        }
    }

    private RedisChannel ChannelOf(string topic) => $"finflow:topics:{subgraph}:{topic}";

    private sealed class Listening(Action<RedisChannel, RedisValue> handler)
    {
        internal Action<RedisChannel, RedisValue> Handler { get; } = handler;

        internal int Subscribers { get; set; }
    }

    private sealed record Told<T>(string From, T Message);

    private sealed class Stream<T>(ISourceStream<T> stream, Func<ValueTask> leave) : ISourceStream<T>
    {
        private int hasLeft;

        public IAsyncEnumerable<T> ReadEventsAsync() => stream.ReadEventsAsync();

        public async ValueTask DisposeAsync()
        {
            if (Interlocked.Exchange(ref hasLeft, 1) == 0)
            {
                await stream.DisposeAsync();
                await leave();
            }
        }
    }
}
