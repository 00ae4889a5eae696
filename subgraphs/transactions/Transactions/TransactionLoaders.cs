namespace FinFlow.Transactions;

internal static class TransactionLoaders
{
    [DataLoader]
    public static async Task<IReadOnlyDictionary<string, Transaction>> GetTransactionByIdAsync(
        IReadOnlyList<string> ids, TransactionsDbContext db, CancellationToken cancellationToken)
        => await db.Transactions.AsNoTracking().Where(transaction => ids.Contains(transaction.Id)).ToDictionaryAsync(transaction => transaction.Id, cancellationToken);

    [DataLoader]
    public static async Task<IReadOnlyDictionary<string, Transaction>> GetTransactionByPaymentIdAsync(
        IReadOnlyList<string> paymentIds, TransactionsDbContext db, CancellationToken cancellationToken)
        => await db.Transactions.AsNoTracking()
            .Where(transaction => transaction.PaymentId != null && paymentIds.Contains(transaction.PaymentId))
            .ToDictionaryAsync(transaction => transaction.PaymentId!, cancellationToken);
}
