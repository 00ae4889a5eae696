using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace FinFlow.GraphQL.Execution;

/// <summary>
/// Topics of one process. Each subscriber has a bounded buffer; one that reads too slowly loses its oldest events, and nobody else waits.
/// </summary>
public sealed class InMemoryTopics(int bufferCapacity = InMemoryTopics.DefaultBufferCapacity) : ITopicEventSender, ITopicEventReceiver
{
    public const int DefaultBufferCapacity = 256;

    private readonly ConcurrentDictionary<string, ConcurrentDictionary<Channel<object?>, byte>> _topics = new(StringComparer.Ordinal);

    public ValueTask SendAsync<T>(string topic, T message, CancellationToken cancellationToken)
    {
        if (_topics.TryGetValue(topic, out var subscribers))
        {
            foreach (var (channel, _) in subscribers)
            {
                channel.Writer.TryWrite(message);
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask CompleteAsync(string topic)
    {
        if (_topics.TryRemove(topic, out var subscribers))
        {
            foreach (var (channel, _) in subscribers)
            {
                channel.Writer.TryComplete();
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<ISourceStream<T>> SubscribeAsync<T>(string topic, CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<object?>(
            new BoundedChannelOptions(bufferCapacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        // A topic without subscribers is removed below; adding and removing exclude each other, so that no subscriber is lost with it.
        lock (_topics)
        {
            _topics.GetOrAdd(topic, _ => new()).TryAdd(channel, 0);
        }

        return ValueTask.FromResult<ISourceStream<T>>(new Stream<T>(channel, () => Leave(topic, channel)));
    }

    private void Leave(string topic, Channel<object?> channel)
    {
        channel.Writer.TryComplete();
        lock (_topics)
        {
            if (_topics.TryGetValue(topic, out var subscribers) && subscribers.TryRemove(channel, out _) && subscribers.IsEmpty)
            {
                _topics.TryRemove(topic, out _);
            }
        }
    }

    private sealed class Stream<T>(Channel<object?> channel, Action leave) : ISourceStream<T>
    {
        public IAsyncEnumerable<T> ReadEventsAsync() => ReadAsync();

        private async IAsyncEnumerable<T> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await foreach (var message in channel.Reader.ReadAllAsync(cancellationToken))
            {
                yield return (T)message!;
            }
        }

        public ValueTask DisposeAsync()
        {
            leave();
            return ValueTask.CompletedTask;
        }
    }
}
