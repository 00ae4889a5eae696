namespace FinFlow.Compliance;

/// <summary>A subgraph told what it holds.</summary>
internal sealed class KeepCollected(DataRequestDesk desk) : IEventHandler<AccessCollected>
{
    public Task HandleAsync(EventContext<AccessCollected> received, CancellationToken cancellationToken)
        => desk.KeepAsync(
            new DataRequestPart
            {
                DataRequestId = received.Payload.DataRequestId, Subgraph = received.Payload.Subgraph, Number = received.Payload.Part, IsLast = received.Payload.IsLast,
                AnsweredAt = received.Payload.OccurredAt, Collected = received.Payload.Categories,
            },
            cancellationToken);
}

/// <summary>A subgraph has forgotten.</summary>
internal sealed class KeepErased(DataRequestDesk desk) : IEventHandler<ErasureCompleted>
{
    public Task HandleAsync(EventContext<ErasureCompleted> received, CancellationToken cancellationToken)
        => desk.KeepAsync(
            new DataRequestPart
            {
                DataRequestId = received.Payload.DataRequestId, Subgraph = received.Payload.Subgraph, Number = 1, IsLast = true, AnsweredAt = received.Payload.OccurredAt,
                Erased = received.Payload.Categories,
            },
            cancellationToken);
}

/// <summary>A subgraph has put right what was wrong.</summary>
internal sealed class KeepRectified(DataRequestDesk desk) : IEventHandler<RectificationApplied>
{
    public Task HandleAsync(EventContext<RectificationApplied> received, CancellationToken cancellationToken)
        => desk.KeepAsync(
            new DataRequestPart
            {
                DataRequestId = received.Payload.DataRequestId, Subgraph = received.Payload.Subgraph, Number = 1, IsLast = true, AnsweredAt = received.Payload.OccurredAt,
                Refusal = received.Payload.Refusal,
            },
            cancellationToken);
}

/// <summary>A subgraph no longer processes a person's data. That it does again needs no answer.</summary>
internal sealed class KeepRestricted(DataRequestDesk desk) : IEventHandler<RestrictionApplied>
{
    public Task HandleAsync(EventContext<RestrictionApplied> received, CancellationToken cancellationToken)
        => received.Payload.IsRestricted
            ? desk.KeepAsync(
                new DataRequestPart
                {
                    DataRequestId = received.Payload.DataRequestId, Subgraph = received.Payload.Subgraph, Number = 1, IsLast = true, AnsweredAt = received.Payload.OccurredAt,
                },
                cancellationToken)
            : Task.CompletedTask;
}
