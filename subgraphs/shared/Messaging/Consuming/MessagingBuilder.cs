using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FinFlow.Messaging;

/// <summary>Which events a subgraph listens to.</summary>
public sealed class MessagingBuilder(IServiceCollection services)
{
    private readonly Dictionary<string, EventRoute> routes = [];

    public ConsumerOptions Options { get; } = new();

    internal IReadOnlyDictionary<string, EventRoute> Routes => routes;

    /// <summary>Handles an event within one open transaction.</summary>
    public MessagingBuilder On<TEvent, THandler>()
        where TEvent : IEvent
        where THandler : class, IEventHandler<TEvent>
    {
        services.TryAddScoped<THandler>();
        var contract = Topics.ContractOf(typeof(TEvent));
        if (!routes.TryAdd(contract.Type, new EventRoute<TEvent, THandler>(contract)))
        {
            throw new InvalidOperationException($"{contract.Type} has two handlers in one group; one has to do both things.");
        }

        return this;
    }
}

/// <summary>From an event's name to its handler, with the types restored.</summary>
internal abstract class EventRoute(EventContract contract)
{
    internal EventContract Contract { get; } = contract;

    internal abstract bool FindsByKey { get; }

    internal abstract bool Concerns(IEvent told);

    internal abstract Task HandleAsync(IServiceProvider services, Received received, int attempt, CancellationToken cancellationToken);
}

/// <summary>An event that one of the group's handlers is to see.</summary>
internal sealed record Received(EventEnvelope Envelope, EventRoute Route, IEvent Payload);

internal sealed class EventRoute<TEvent, THandler>(EventContract contract) : EventRoute(contract)
    where TEvent : IEvent
    where THandler : class, IEventHandler<TEvent>
{
    internal override bool FindsByKey => THandler.FindsByKey;

    internal override bool Concerns(IEvent told) => THandler.Concerns((TEvent)told);

    internal override Task HandleAsync(IServiceProvider services, Received received, int attempt, CancellationToken cancellationToken)
        => services.GetRequiredService<THandler>().HandleAsync(
            new EventContext<TEvent>((TEvent)received.Payload, received.Envelope.Id, received.Envelope.Source, received.Envelope.Time, attempt),
            cancellationToken);
}
