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

    /// <summary>The payments of the caller's organisation, the latest first unless another order is asked for.</summary>
    [UsePaging]
    [UseFiltering]
    [UseSorting]
    [Authorize(Policy = Permissions.PaymentsRead)]
    public static Task<Connection<Payment>> GetPaymentsAsync(
        PagingArguments paging, QueryContext<Payment> query, Caller caller, PaymentStore payments, CancellationToken cancellationToken)
        => payments.ReadPageAsync(caller.OrganizationId, paging, query, cancellationToken).ToConnectionAsync();
}
