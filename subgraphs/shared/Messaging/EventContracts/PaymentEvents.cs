namespace FinFlow.Messaging;

/// <summary>What every step of a payment's life repeats, so that no consumer has to ask back.</summary>
/// <param name="AmountMinor">The payment's whole amount in minor units of <paramref name="Currency"/>, whatever the step moved.</param>
/// <param name="Country">ISO 3166-1 alpha-2, when the client gave one.</param>
/// <param name="ChargeId">The processor's own id of the charge, once there is one.</param>
public sealed record PaymentFacts(
    string PaymentId,
    string OrganizationId,
    string? UserId,
    long AmountMinor,
    string Currency,
    string Reference,
    string? Description,
    string? Country,
    string PaymentMethodId,
    string? Brand,
    string Processor,
    string? ChargeId,
    string CaptureMethod,
    DateTimeOffset CreatedAt);

public interface IPaymentEvent : IEvent
{
    PaymentFacts Payment { get; }

    DateTimeOffset OccurredAt { get; }

    string IEvent.AggregateId => Payment.PaymentId;

    string? IEvent.OrganizationId => Payment.OrganizationId;
}

public sealed record PaymentAuthorized(PaymentFacts Payment, DateTimeOffset OccurredAt) : IPaymentEvent;

/// <param name="CapturedMinor">What was captured, at most the authorized amount.</param>
/// <param name="FeeMinor">The processor's fee, in the payment's currency.</param>
public sealed record PaymentCaptured(PaymentFacts Payment, long CapturedMinor, long FeeMinor, DateTimeOffset OccurredAt) : IPaymentEvent;

public sealed record PaymentHeld(PaymentFacts Payment, string Reason, DateTimeOffset OccurredAt) : IPaymentEvent;

public sealed record PaymentVoided(PaymentFacts Payment, string? Reason, DateTimeOffset OccurredAt) : IPaymentEvent;

/// <param name="Reason">The processor's decline code, or what else stopped it.</param>
public sealed record PaymentFailed(PaymentFacts Payment, string Reason, DateTimeOffset OccurredAt) : IPaymentEvent;

/// <param name="RefundedMinor">What this refund gave back.</param>
/// <param name="RefundedTotalMinor">What all refunds together gave back so far.</param>
public sealed record PaymentRefunded(
    PaymentFacts Payment, string RefundId, long RefundedMinor, long RefundedTotalMinor, string? Reason, DateTimeOffset OccurredAt) : IPaymentEvent;

/// <param name="DisputedMinor">What the payer's bank took back.</param>
public sealed record PaymentDisputed(
    PaymentFacts Payment, string DisputeId, long DisputedMinor, string Reason, DateTimeOffset OccurredAt) : IPaymentEvent;
