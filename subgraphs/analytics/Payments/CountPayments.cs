namespace FinFlow.Analytics;

/// <summary>A step in a payment's life, counted on its day.</summary>
public abstract class CountPayments<TEvent>(Projections projections) : IEventHandler<TEvent>
    where TEvent : IPaymentEvent
{
    public static bool FindsByKey => true;

    protected Projections Projections { get; } = projections;

    public virtual Task HandleAsync(EventContext<TEvent> received, CancellationToken cancellationToken)
        => Projections.PaymentsAsync(received.Payload.Payment, received.Payload.OccurredAt, Count, cancellationToken);

    protected abstract void Count(PaymentDay day);
}

/// <summary>Only an authorization is something that a person did; the steps after it follow by themselves.</summary>
public sealed class CountAuthorizedPayment(Projections projections) : CountPayments<PaymentAuthorized>(projections)
{
    public override async Task HandleAsync(EventContext<PaymentAuthorized> received, CancellationToken cancellationToken)
    {
        var payment = received.Payload.Payment;
        await base.HandleAsync(received, cancellationToken);
        await Projections.ActionAsync(payment.OrganizationId, payment.UserId, received.Payload.OccurredAt, cancellationToken);
    }

    protected override void Count(PaymentDay day) => day.AuthorizedCount++;
}

public sealed class CountHeldPayment(Projections projections) : CountPayments<PaymentHeld>(projections)
{
    protected override void Count(PaymentDay day) => day.HeldCount++;
}

public sealed class CountFailedPayment(Projections projections) : CountPayments<PaymentFailed>(projections)
{
    protected override void Count(PaymentDay day) => day.FailedCount++;
}

public sealed class CountVoidedPayment(Projections projections) : CountPayments<PaymentVoided>(projections)
{
    protected override void Count(PaymentDay day) => day.VoidedCount++;
}

public sealed class CountRefund(Projections projections) : CountPayments<PaymentRefunded>(projections)
{
    protected override void Count(PaymentDay day) => day.RefundCount++;
}

public sealed class CountDispute(Projections projections) : CountPayments<PaymentDisputed>(projections)
{
    protected override void Count(PaymentDay day) => day.DisputeCount++;
}
