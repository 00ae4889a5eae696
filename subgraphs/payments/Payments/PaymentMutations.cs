using System.Runtime.InteropServices;

namespace FinFlow.Payments;

[MutationType]
public static class PaymentMutations
{
    /// <summary>
    /// Collects money with a stored payment method. It answers when the processor has authorized; validation, capture and posting
    /// follow by themselves. The same idempotency key with the same input is the same payment, charged once.
    /// </summary>
    /// <param name="amount">Above zero.</param>
    /// <param name="paymentMethodId">One of the organisation's own.</param>
    /// <param name="reference">The business's own name for it, 1 to 255 characters.</param>
    /// <param name="description">At most 500 characters.</param>
    /// <param name="country">Where the customer pays from.</param>
    /// <param name="captureMethod">AUTOMATIC collects as soon as the payment is approved; MANUAL waits for `capturePayment`.</param>
    /// <param name="idempotencyKey">The client's own name for this request, 1 to 255 characters.</param>
    [Authorize(Policy = Permissions.PaymentsWrite)]
    [Error<AmountMalformed>]
    [Error<AmountTooPrecise>]
    [Error<AmountOutOfRange>]
    [Error<AmountNotPositive>]
    [Error<ReferenceInvalid>]
    [Error<DescriptionTooLong>]
    [Error<PaymentMethodNotFound>]
    [Error<IdempotencyKeyInvalid>]
    [Error<IdempotencyKeyReused>]
    [Error<ProcessingRestricted>]
    [Error<PaymentDeclined>]
    [Error<ProcessorUnavailable>]
    [Error<PaymentBusy>]
    public static async Task<Result<Payment>> ProcessPaymentAsync(
        MoneyInput amount,
        [ID<PaymentMethod>] string paymentMethodId,
        string reference,
        string? description,
        CountryCode? country,
        [Optional, DefaultParameterValue(CaptureMethod.Automatic)] CaptureMethod captureMethod,
        string idempotencyKey,
        Caller caller,
        PaymentStore payments,
        PaymentProcessing processing,
        CancellationToken cancellationToken)
    {
        if (!amount.ToMoney().TryGet(out var money, out var refusal)
            || !IdempotencyKey.Of(caller.OrganizationId, "processPayment", idempotencyKey, money, paymentMethodId, reference, description, country, captureMethod)
                .TryGet(out var key, out refusal))
        {
            return refusal;
        }

        var request = new PaymentRequest(money, paymentMethodId, reference, description, country, captureMethod);
        if (!(await payments.IntendAsync(request, key, caller.UserId, cancellationToken)).TryGet(out var intent, out refusal))
        {
            return refusal;
        }

        var processed = intent.Token is { } token
            ? await processing.AuthorizeAsync(intent.Payment, token)
            : await processing.FinishAsync(intent.Payment, cancellationToken);
        return processed.Then(payment => payment.Outcome);
    }

    /// <summary>
    /// Collects an authorized payment that was made with `captureMethod: MANUAL`, once it has passed validation. A payment is captured once:
    /// the same idempotency key answers with the payment as it is now, any other is refused and collects nothing more.
    /// </summary>
    /// <param name="id">The payment.</param>
    /// <param name="amount">At most the authorized amount; all of it when absent. What is not captured is released.</param>
    /// <param name="idempotencyKey">The client's own name for this request, 1 to 255 characters.</param>
    [Authorize(Policy = Permissions.PaymentsWrite)]
    [Error<AmountMalformed>]
    [Error<AmountTooPrecise>]
    [Error<AmountOutOfRange>]
    [Error<AmountNotPositive>]
    [Error<CurrencyMismatch>]
    [Error<CaptureExceedsAuthorization>]
    [Error<PaymentNotFound>]
    [Error<PaymentNotApproved>]
    [Error<PaymentNotCapturable>]
    [Error<PaymentDeclined>]
    [Error<IdempotencyKeyInvalid>]
    [Error<IdempotencyKeyReused>]
    [Error<PaymentBusy>]
    public static async Task<Result<Payment>> CapturePaymentAsync(
        [ID<Payment>] string id,
        MoneyInput? amount,
        string idempotencyKey,
        Caller caller,
        PaymentStore payments,
        PaymentProcessing processing,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (!amount.ToMoneyOrNothing().TryGet(out var part, out var refusal)
            || !IdempotencyKey.Of(caller.OrganizationId, "capturePayment", idempotencyKey, id, part.Money).TryGet(out var key, out refusal))
        {
            return refusal;
        }

        var promised = await payments.ChangeOnceAsync(
            id, key, payment => payment.Capture(part.Money ?? payment.Amount, dueAt: clock.GetUtcNow() + Payment.Patience), cancellationToken);
        return promised.TryGet(out var payment, out refusal)
            ? (await processing.FinishAsync(payment, cancellationToken)).Then(captured => captured.Outcome)
            : refusal;
    }

    /// <summary>
    /// Releases a payment before it is captured; nothing is collected. A payment is voided once: the same idempotency key answers with the
    /// payment as it is now, any other is refused. What was captured is sent back by `refundPayment`.
    /// </summary>
    /// <param name="id">The payment.</param>
    /// <param name="reason">Why, at most 500 characters.</param>
    /// <param name="idempotencyKey">The client's own name for this request, 1 to 255 characters.</param>
    [Authorize(Policy = Permissions.PaymentsWrite)]
    [Error<PaymentNotFound>]
    [Error<PaymentNotVoidable>]
    [Error<ReasonTooLong>]
    [Error<IdempotencyKeyInvalid>]
    [Error<IdempotencyKeyReused>]
    [Error<PaymentBusy>]
    public static async Task<Result<Payment>> VoidPaymentAsync(
        [ID<Payment>] string id,
        string? reason,
        string idempotencyKey,
        Caller caller,
        PaymentStore payments,
        PaymentProcessing processing,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (reason?.Length > ReasonTooLong.Limit)
        {
            return new ReasonTooLong(ReasonTooLong.Limit);
        }

        if (!IdempotencyKey.Of(caller.OrganizationId, "voidPayment", idempotencyKey, id, reason).TryGet(out var key, out var refusal))
        {
            return refusal;
        }

        var promised = await payments.ChangeOnceAsync(
            id, key, payment => payment.Void(reason, dueAt: clock.GetUtcNow() + Payment.Patience), cancellationToken);
        return promised.TryGet(out var payment, out refusal) ? await processing.FinishAsync(payment, cancellationToken) : refusal;
    }
}
