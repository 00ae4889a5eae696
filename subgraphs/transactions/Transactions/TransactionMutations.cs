namespace FinFlow.Transactions;

[MutationType]
internal static class TransactionMutations
{
    /// <summary>Lets a held transaction pass; a payment that waits for it is captured.</summary>
    [Authorize(Permissions.TransactionsReview)]
    [Error<TransactionNotFound>, Error<TransactionNotHeld>, Error<ReasonRequired>, Error<TransactionChanged>]
    public static Task<Result<Transaction>> ApproveTransactionAsync(
        [ID] string id, string reason, Caller caller, TransactionsDbContext db, TransactionStore store, TimeProvider clock, CancellationToken cancellationToken)
        => ReviewAsync(id, reason, transaction => transaction.Approve(caller.UserId, reason), db, store, clock, cancellationToken);

    /// <summary>Stops a held transaction; a payment that waits for it is voided.</summary>
    [Authorize(Permissions.TransactionsReview)]
    [Error<TransactionNotFound>, Error<TransactionNotHeld>, Error<ReasonRequired>, Error<TransactionChanged>]
    public static Task<Result<Transaction>> RejectTransactionAsync(
        [ID] string id, string reason, Caller caller, TransactionsDbContext db, TransactionStore store, TimeProvider clock, CancellationToken cancellationToken)
        => ReviewAsync(id, reason, transaction => transaction.Reject(caller.UserId, reason), db, store, clock, cancellationToken);

    // A reviewer works for the operator and sees every organisation's held transactions; the permission is the guard.
    private static async Task<Result<Transaction>> ReviewAsync(
        string id, string reason, Func<Transaction, Result<Transaction>> decide, TransactionsDbContext db, TransactionStore store, TimeProvider clock,
        CancellationToken cancellationToken)
        => ReasonRequired.IsDue(reason)
            ? new ReasonRequired()
            : await db.DecideAsync<Transaction>(
                async token =>
                {
                    if (await store.FindAsync(id, token) is not { } known)
                    {
                        return new TransactionNotFound(id);
                    }

                    db.TakeTurn(known.OrganizationId);
                    var held = (await store.FindAsync(id, token))!;

                    if (!decide(held).TryGet(out var decided, out var refusal))
                    {
                        return refusal;
                    }

                    await store.ReplaceAsync(held, decided, token);
                    db.Publish(TransactionEvents.Verdict(decided, clock.GetUtcNow()), clock);
                    return decided;
                },
                () => new TransactionChanged(id),
                cancellationToken);
}
