namespace FinFlow.Transactions;

internal static class TransactionLoaders
{
    [DataLoader]
    public static Task<IReadOnlyDictionary<OwnKey, Transaction>> GetTransactionByIdAsync(
        IReadOnlyList<OwnKey> ids, TransactionCache cache, CancellationToken cancellationToken)
        => cache.ByIdAsync(ids, cancellationToken);

    [DataLoader]
    public static Task<IReadOnlyDictionary<OwnKey, Transaction>> GetTransactionByPaymentIdAsync(
        IReadOnlyList<OwnKey> paymentIds, TransactionCache cache, CancellationToken cancellationToken)
        => cache.ByPaymentIdAsync(paymentIds, cancellationToken);
}
