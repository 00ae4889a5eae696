namespace FinFlow.Accounting;

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
    /// <summary>The posting of its capture; null until a moment after the capture.</summary>
    [Authorize(Permissions.LedgerRead)]
    public static async Task<JournalEntry?> GetJournalEntryAsync(
        [Parent] Payment payment, Caller caller, IJournalEntryByPaymentIdDataLoader entries, CancellationToken cancellationToken)
        => await entries.LoadAsync(payment.Id, cancellationToken) is { } entry && caller.ActsFor(entry.OrganizationId) ? entry : null;
}
