namespace FinFlow.Payments;

[MutationType]
public static class RefundMutations
{
    /// <summary>Sends collected money back, in full or in part. All refunds of a payment together never exceed what was captured.</summary>
    /// <param name="id">The payment.</param>
    /// <param name="amount">At most what is left; all that is left when absent.</param>
    /// <param name="reason">Why, at most 500 characters.</param>
    /// <param name="idempotencyKey">The client's own name for this request: the same key refunds once.</param>
    [Authorize(Policy = Permissions.PaymentsRefund)]
    [Error<AmountMalformed>]
    [Error<AmountTooPrecise>]
    [Error<AmountOutOfRange>]
    [Error<AmountNotPositive>]
    [Error<CurrencyMismatch>]
    [Error<PaymentNotFound>]
    [Error<PaymentNotRefundable>]
    [Error<RefundExceedsCapture>]
    [Error<RefundDeclined>]
    [Error<ReasonTooLong>]
    [Error<IdempotencyKeyInvalid>]
    [Error<IdempotencyKeyReused>]
    [Error<PaymentBusy>]
    public static async Task<Result<RefundPaymentPayload>> RefundPaymentAsync(
        [ID<Payment>] string id,
        MoneyInput? amount,
        string? reason,
        string idempotencyKey,
        Caller caller,
        PaymentStore payments,
        RefundStore refunds,
        RefundProcessing processing,
        CancellationToken cancellationToken)
    {
        if (reason?.Length > ReasonTooLong.Limit)
        {
            return new ReasonTooLong(ReasonTooLong.Limit);
        }

        if (!amount.ToMoneyOrNothing().TryGet(out var part, out var refusal)
            || !IdempotencyKey.Of(caller.OrganizationId, "refundPayment", idempotencyKey, id, part.Money, reason).TryGet(out var key, out refusal))
        {
            return refusal;
        }

        if (!(await refunds.PromiseAsync(id, part.Money, reason, key, cancellationToken)).TryGet(out var promised, out refusal)
            || !(await processing.FinishAsync(promised, cancellationToken)).Then(finished => finished.Outcome).TryGet(out var refund, out refusal))
        {
            return refusal;
        }

        return new RefundPaymentPayload(refund, await payments.FindAsync(refund.PaymentId, cancellationToken));
    }
}

/// <summary>A refund and what it left.</summary>
/// <param name="Refund">The refund; PENDING when the processor has not confirmed it yet.</param>
/// <param name="Payment">The payment after it.</param>
public sealed record RefundPaymentPayload(Refund Refund, Payment? Payment);
