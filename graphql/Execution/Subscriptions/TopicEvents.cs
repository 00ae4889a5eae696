namespace FinFlow.GraphQL.Execution;

/// <summary>Publishes events to the subscribers of a topic.</summary>
public interface ITopicEventSender
{
    ValueTask SendAsync<T>(string topic, T message, CancellationToken cancellationToken);

    /// <summary>Ends the streams of all subscribers.</summary>
    ValueTask CompleteAsync(string topic);
}

public interface ITopicEventReceiver
{
    /// <summary>Subscribes from now on; events sent before are not seen. Dispose the stream to leave.</summary>
    ValueTask<ISourceStream<T>> SubscribeAsync<T>(string topic, CancellationToken cancellationToken);
}

/// <summary>Events over time, read once.</summary>
public interface ISourceStream<out T> : IAsyncDisposable
{
    IAsyncEnumerable<T> ReadEventsAsync();
}
