namespace FinFlow.Analytics;

/// <summary>A step in a payment's life, counted on its day.</summary>
public abstract class CountPayments<TEvent>(Projections projections) : CountsEvents<TEvent>
    where TEvent : IPaymentEvent
{
    protected Projections Projections { get; } = projections;

    protected override void Count(TEvent told) => Projections.Payments(told.Payment, told.OccurredAt, Count);

    protected abstract void Count(PaymentDay day);
}

/// <summary>Only an authorization is something that a person did; the steps after it follow by themselves.</summary>
public sealed class CountAuthorizedPayment(Projections projections) : CountPayments<PaymentAuthorized>(projections)
{
    protected override void Count(PaymentAuthorized told)
    {
        base.Count(told);
        Projections.Action(told.Payment.OrganizationId, told.Payment.UserId, told.OccurredAt);
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
