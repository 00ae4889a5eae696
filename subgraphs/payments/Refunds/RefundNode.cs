namespace FinFlow.Payments;

[ObjectType<Refund>]
public static class RefundNode
{
    /// <summary>The payment whose money goes back.</summary>
    public static async Task<Payment> GetPaymentAsync(
        [Parent] Refund refund, IPaymentByIdDataLoader payments, CancellationToken cancellationToken)
        => await payments.LoadRequiredAsync(refund.PaymentId, cancellationToken);
}
