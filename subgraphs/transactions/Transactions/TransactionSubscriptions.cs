namespace FinFlow.Transactions;

[SubscriptionType]
internal static class TransactionSubscriptions
{
    /// <summary>The transaction as it is now, and again after each change: reviewed, completed, cancelled, reversed.</summary>
    [Subscribe(With = nameof(SubscribeToTransactionUpdated)), Joinable(Latest = true)]
    [Authorize(Permissions.TransactionsRead)]
    public static Transaction TransactionUpdated([EventMessage] Transaction transaction, [ID<Transaction>] string transactionId) => transaction;

    internal static Task<IAsyncEnumerable<Transaction>> SubscribeToTransactionUpdated(
        string transactionId, Caller caller, TransactionChanges changes, CancellationToken cancellationToken)
        => changes.FollowAsync(transactionId, caller, cancellationToken);
}
