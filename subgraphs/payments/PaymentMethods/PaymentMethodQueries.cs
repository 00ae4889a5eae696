namespace FinFlow.Payments;

[QueryType]
public static class PaymentMethodQueries
{
    /// <summary>The stored payment methods of the caller's organisation, the default first, then the newest.</summary>
    [Authorize(Policy = Permissions.PaymentsRead)]
    public static async Task<IReadOnlyList<PaymentMethod>> GetPaymentMethodsAsync(
        Caller caller, IPaymentMethodsByOrganizationIdDataLoader methods, CancellationToken cancellationToken)
        => await methods.LoadAsync(caller.OrganizationId, cancellationToken) ?? [];

    /// <summary>A stored payment method of the caller's organisation.</summary>
    [Lookup, NodeResolver]
    [Authorize(Policy = Permissions.PaymentsRead)]
    public static async Task<PaymentMethod?> GetPaymentMethodAsync(
        [ID<PaymentMethod>] string id, Caller caller, IPaymentMethodByIdDataLoader methods, CancellationToken cancellationToken)
        => await methods.LoadAsync(id, cancellationToken) is { } method && caller.ActsFor(method.OrganizationId) ? method : null;
}
