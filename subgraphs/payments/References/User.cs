namespace FinFlow.Payments;

/// <summary>Somebody who acts for a business.</summary>
public sealed record User([property: ID] string Id);

[ObjectType<User>]
public static class UserNode
{
    /// <summary>The payments of the user's organisation, the latest first unless another order is asked for.</summary>
    [UsePaging]
    [UseFiltering]
    [UseSorting]
    [Authorize(Policy = Permissions.PaymentsRead)]
    public static Task<Connection<Payment>> GetPaymentsAsync(
        [Parent] User user,
        [Require("organization.id")] string organizationId,
        PagingArguments paging,
        QueryContext<Payment> query,
        Caller caller,
        PaymentStore payments,
        CancellationToken cancellationToken)
        => payments.ReadPageAsync(caller.MustActFor(organizationId), paging, query, cancellationToken).ToConnectionAsync();

    /// <summary>The stored payment methods of the user's organisation, the default first, then the newest.</summary>
    [Authorize(Policy = Permissions.PaymentsRead)]
    public static async Task<IReadOnlyList<PaymentMethod>> GetPaymentMethodsAsync(
        [Parent] User user,
        [Require("organization.id")] string organizationId,
        Caller caller,
        IPaymentMethodsByOrganizationIdDataLoader methods,
        CancellationToken cancellationToken)
        => await methods.LoadAsync(caller.MustActFor(organizationId), cancellationToken) ?? [];
}

[QueryType]
internal static class UserLookups
{
    [Lookup, Internal]
    public static User? GetUserById([ID] string id) => new(id);
}
