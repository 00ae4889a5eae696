namespace FinFlow.Compliance;

/// <summary>Every event of every subgraph leaves its trace.</summary>
internal sealed class Recorded<TEvent>(AuditTrail trail) : IEventHandler<TEvent>
    where TEvent : IEvent
{
    public static bool FindsByKey => true;

    public Task HandleAsync(EventContext<TEvent> received, CancellationToken cancellationToken) => trail.AppendAsync(AuditEvent.Of(received), cancellationToken);
}

/// <summary>An event that also says something about the risk of a user.</summary>
internal sealed class RecordedAndWeighed<TEvent>(AuditTrail trail, RiskDesk risk) : IEventHandler<TEvent>
    where TEvent : IEvent
{
    // Of all of them it is the one that comes with every payment.
    public static bool FindsByKey => typeof(TEvent) == typeof(PaymentCaptured);

    public async Task HandleAsync(EventContext<TEvent> received, CancellationToken cancellationToken)
    {
        await trail.AppendAsync(AuditEvent.Of(received), cancellationToken);
        await risk.ObserveAsync(received.Payload, cancellationToken);
    }
}
