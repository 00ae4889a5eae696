namespace FinFlow.Payments;

[QueryType]
public static class PaymentQueries
{
    /// <summary>A payment of the caller's organisation.</summary>
    [Lookup, NodeResolver]
    [Authorize(Policy = Permissions.PaymentsRead)]
    public static async Task<Payment?> GetPaymentAsync(
        [ID<Payment>] string id, Caller caller, IPaymentByIdDataLoader payments, CancellationToken cancellationToken)
        => await payments.LoadAsync(id, cancellationToken) is { } payment && caller.ActsFor(payment.OrganizationId) ? payment : null;
}
