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
    [property: Personal] string Reference,
    [property: Personal] string? Description,
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

    string? IEvent.PersonId => Payment.UserId;
}

public sealed record PaymentAuthorized(PaymentFacts Payment, DateTimeOffset OccurredAt) : IPaymentEvent;

/// <param name="CapturedMinor">What was captured, at most the authorized amount.</param>
/// <param name="FeeMinor">The processor's fee, in the payment's currency.</param>
public sealed record PaymentCaptured(PaymentFacts Payment, long CapturedMinor, long FeeMinor, DateTimeOffset OccurredAt) : IPaymentEvent;

public sealed record PaymentHeld(PaymentFacts Payment, string Reason, DateTimeOffset OccurredAt) : IPaymentEvent;

public sealed record PaymentVoided(PaymentFacts Payment, [property: Personal] string? Reason, DateTimeOffset OccurredAt) : IPaymentEvent;

/// <param name="Reason">The processor's decline code, or what else stopped it.</param>
public sealed record PaymentFailed(PaymentFacts Payment, string Reason, DateTimeOffset OccurredAt) : IPaymentEvent;

/// <param name="RefundedMinor">What this refund gave back.</param>
/// <param name="RefundedTotalMinor">What all refunds together gave back so far.</param>
public sealed record PaymentRefunded(
    PaymentFacts Payment, string RefundId, long RefundedMinor, long RefundedTotalMinor, [property: Personal] string? Reason, DateTimeOffset OccurredAt) : IPaymentEvent;

/// <param name="DisputedMinor">What the payer's bank took back.</param>
public sealed record PaymentDisputed(
    PaymentFacts Payment, string DisputeId, long DisputedMinor, string Reason, DateTimeOffset OccurredAt) : IPaymentEvent;

/// <summary>
/// What a processor says that it moved for one organisation on one day, by the processor's own books: the other side of a daily
/// reconciliation. It is told for every organisation that has money moved that day by our account or by the processor's, so
/// a list may be empty; and it is told again when the day is listed again, where the latest <paramref name="ListedAt"/> counts.
/// </summary>
/// <param name="Processor">As in <see cref="PaymentFacts.Processor"/>.</param>
/// <param name="Day">In UTC, by the processor's clock: what moved within seconds of midnight may be booked on the neighbouring day.</param>
/// <param name="IsComplete">Whether the day was over and settled when it was listed, so that what is missing is really missing.</param>
/// <param name="Charges">In the order in which they happened.</param>
public sealed record ChargesListed(
    string OrganizationId, string Processor, DateOnly Day, bool IsComplete, IReadOnlyList<ListedCharge> Charges, DateTimeOffset ListedAt) : IEvent
{
    string IEvent.AggregateId => $"{OrganizationId}:{Processor}:{Day:yyyy-MM-dd}";

    string? IEvent.OrganizationId => OrganizationId;
}

/// <param name="Id">The processor's own id of this movement; the same movement always has the same.</param>
/// <param name="PaymentId">The payment that it belongs to.</param>
/// <param name="RefundId">Our id of the refund; null for a capture, and for a refund that was made in the processor's own pages.</param>
/// <param name="Kind"><c>CAPTURE</c> or <c>REFUND</c>.</param>
/// <param name="AmountMinor">What was collected, or sent back: above zero either way.</param>
/// <param name="FeeMinor">What the processor kept of it; zero for a refund unless the processor charges for refunds.</param>
public sealed record ListedCharge(
    string Id, string PaymentId, string? RefundId, string Kind, long AmountMinor, long FeeMinor, string Currency, DateTimeOffset OccurredAt);
