namespace FinFlow.Accounting;

/// <summary>Each day the processor says what it moved: the book is held against it, and what differs becomes a discrepancy.</summary>
public sealed class ReconcileListedCharges(ChargeListStore charges) : IEventHandler<ChargesListed>
{
    public Task HandleAsync(EventContext<ChargesListed> received, CancellationToken cancellationToken)
        => charges.ReceiveAsync(received.Payload, cancellationToken);
}
