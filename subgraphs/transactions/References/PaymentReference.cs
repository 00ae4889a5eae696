namespace FinFlow.Transactions;

/// <summary>A payment, owned by the payments subgraph.</summary>
public sealed record Payment([property: ID] string Id);

[QueryType]
internal static class PaymentReference
{
    [Lookup, Internal]
    public static Payment? GetPaymentById([ID] string id) => new(id);
}

[ObjectType<Payment>]
internal static class PaymentNode
{
    /// <summary>The judgement on the payment; null until it is made a moment after authorization.</summary>
    [Authorize(Permissions.TransactionsRead)]
    public static async Task<Transaction?> GetTransactionAsync(
        [Parent] Payment payment, Caller caller, ITransactionByPaymentIdDataLoader transactions, CancellationToken cancellationToken)
        => await transactions.LoadAsync(new OwnKey(caller.OrganizationId, payment.Id), cancellationToken) is { } transaction && transaction.OrganizationId == caller.OrganizationId ? transaction : null;
}
