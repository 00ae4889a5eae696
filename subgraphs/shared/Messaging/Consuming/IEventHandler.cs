namespace FinFlow.Messaging;

/// <summary>
/// What a subgraph does about an event. It is called inside a transaction of its DbContext, in which the event's inbox row
/// stands already: what it saves happens once, or not at all. When it throws, everything is rolled back and tried again.
/// </summary>
public interface IEventHandler<TEvent>
    where TEvent : IEvent
{
    /// <summary>Whether the event has anything to do with this handler: one that has not costs no transaction and leaves no trace.</summary>
    static virtual bool Concerns(TEvent told) => true;

    /// <summary>
    /// Whether it finds what it changes by key, in the context first: then the changes of several events are saved by one round trip. One that
    /// searches the database finds what the events before it have changed.
    /// </summary>
    static virtual bool FindsByKey => false;

    Task HandleAsync(EventContext<TEvent> received, CancellationToken cancellationToken);
}

/// <param name="Payload">What happened.</param>
/// <param name="EventId">The same at every delivery; a good idempotency key for calls to other systems.</param>
/// <param name="Time">When it was told.</param>
/// <param name="Attempt">1 at the first try.</param>
public sealed record EventContext<TEvent>(TEvent Payload, string EventId, string Source, DateTimeOffset Time, int Attempt)
    where TEvent : IEvent;
