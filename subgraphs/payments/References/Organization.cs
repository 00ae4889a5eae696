namespace FinFlow.Payments;

/// <summary>A business. Payments and payment methods belong to it.</summary>
public sealed record Organization([property: ID] string Id);

[ObjectType<Organization>]
public static class OrganizationNode
{
    /// <summary>Its payments, the latest first unless another order is asked for.</summary>
    [UsePaging]
    [UseFiltering]
    [UseSorting]
    [Authorize(Policy = Permissions.PaymentsRead)]
    public static Task<Connection<Payment>> GetPaymentsAsync(
        [Parent] Organization organization,
        PagingArguments paging,
        QueryContext<Payment> query,
        Caller caller,
        PaymentStore payments,
        CancellationToken cancellationToken)
        => payments.ReadPageAsync(caller.MustActFor(organization.Id), paging, query, cancellationToken).ToConnectionAsync();

    /// <summary>The stored payment methods, the default first, then the newest.</summary>
    [Authorize(Policy = Permissions.PaymentsRead)]
    public static async Task<IReadOnlyList<PaymentMethod>> GetPaymentMethodsAsync(
        [Parent] Organization organization, Caller caller, IPaymentMethodsByOrganizationIdDataLoader methods, CancellationToken cancellationToken)
        => await methods.LoadAsync(caller.MustActFor(organization.Id), cancellationToken) ?? [];
}

[QueryType]
internal static class OrganizationLookups
{
    [Lookup, Internal]
    public static Organization? GetOrganizationById([ID] string id) => new(id);
}
