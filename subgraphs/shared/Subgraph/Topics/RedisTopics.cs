using System.Collections.Concurrent;
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
internal sealed class RedisTopics(RedisConnection redis, string subgraph, ILogger<RedisTopics> logger) : ITopicEventSender, ITopicEventReceiver, IDisposable
{
    private static readonly JsonSerializerOptions Json = ReadCache.StoredForm;

    private readonly InMemoryTopics local = new();
    private readonly ConcurrentDictionary<string, int> subscribers = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim turn = new(1);

    // What comes back from Redis of what went out from here was delivered already.
    private readonly string self = Guid.CreateVersion7().ToString("n");

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
            if (subscribers.AddOrUpdate(topic, 1, (_, count) => count + 1) == 1)
            {
                await ListenAsync<T>(topic);
            }
        }
        finally
        {
            turn.Release();
        }

        return new Stream<T>(stream, () => LeaveAsync(topic));
    }

    public void Dispose() => turn.Dispose();

    private async Task ListenAsync<T>(string topic)
    {
        try
        {
            await redis.Subscriber.SubscribeAsync(ChannelOf(topic), (_, message) => Pass<T>(topic, message));
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            // The connection subscribes by itself when it comes back.
            logger.LogDebug(exception, "What other processes tell of {Topic} is not heard yet", topic);
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
            if (subscribers.AddOrUpdate(topic, 0, (_, count) => count - 1) == 0)
            {
                subscribers.TryRemove(topic, out _);
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
