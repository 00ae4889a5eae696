namespace FinFlow.Payments;

/// <summary>Sees a promised refund through. The refund's id is the key, so asking again never sends the money twice.</summary>
public sealed class RefundProcessing(RefundStore refunds, PaymentStore payments, PaymentProcessors processors, ProcessorPatience patience)
{
    public async Task<Result<Refund>> FinishAsync(Refund refund, CancellationToken cancellationToken)
    {
        if (refund.Status is not RefundStatus.Pending)
        {
            return refund;
        }

        var payment = (await payments.FindAsync(refund.PaymentId, cancellationToken))!;
        var answer = await patience.AskAsync(timeout => processors.Of(payment.Processor).RefundAsync(payment.ChargeId!, refund.Amount, refund.Id, timeout));
        return await refunds.SettleAsync(refund.Id, answer, cancellationToken);
    }
}
