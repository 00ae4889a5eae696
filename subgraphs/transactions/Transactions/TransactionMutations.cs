namespace FinFlow.Transactions;

[MutationType]
internal static class TransactionMutations
{
    private const int ReasonCharactersMax = 500;

    /// <summary>Records a movement of money and judges it: PROCESSING, HELD or REJECTED.</summary>
    /// <param name="sourceAccountId">The account that the money leaves; by default the organisation as a whole. Limits and velocity count per organisation.</param>
    /// <param name="reference">Required for PAYMENT, LOAN_REPAYMENT and FEE.</param>
    [Authorize(Permissions.TransactionsSubmit)]
    [Error<AmountTooPrecise>, Error<AmountOutOfRange>, Error<AmountNotPositive>, Error<IdempotencyKeyReused>]
    public static async Task<Result<Transaction>> SubmitTransactionAsync(
        TransactionType type, MoneyInput amount, string? sourceAccountId, string? destinationAccountId, CountryCode? country, string? reference,
        string? description, string idempotencyKey, Caller caller, Submission submission, CancellationToken cancellationToken)
        => await submission.SubmitAsync(
            new TransactionSubmission(type, amount, sourceAccountId, destinationAccountId, country, reference, description, idempotencyKey), caller, cancellationToken);

    /// <summary>Lets a held transaction pass; a payment that waits for it is captured.</summary>
    [Authorize(Permissions.TransactionsReview)]
    [Error<TransactionNotFound>, Error<TransactionNotHeld>, Error<ReasonRequired>, Error<TransactionChanged>]
    public static Task<Result<Transaction>> ApproveTransactionAsync(
        [ID] string id, string reason, Caller caller, TransactionsDbContext db, TimeProvider clock, CancellationToken cancellationToken)
        => ReviewAsync(id, reason, transaction => transaction.Approve(caller.UserId, reason), db, clock, cancellationToken);

    /// <summary>Stops a held transaction; a payment that waits for it is voided.</summary>
    [Authorize(Permissions.TransactionsReview)]
    [Error<TransactionNotFound>, Error<TransactionNotHeld>, Error<ReasonRequired>, Error<TransactionChanged>]
    public static Task<Result<Transaction>> RejectTransactionAsync(
        [ID] string id, string reason, Caller caller, TransactionsDbContext db, TimeProvider clock, CancellationToken cancellationToken)
        => ReviewAsync(id, reason, transaction => transaction.Reject(caller.UserId, reason), db, clock, cancellationToken);

    // A reviewer works for the operator and sees every organisation's held transactions; the permission is the guard.
    private static async Task<Result<Transaction>> ReviewAsync(
        string id, string reason, Func<Transaction, Result<Transaction>> decide, TransactionsDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(reason) || reason.Length > ReasonCharactersMax)
        {
            return new ReasonRequired();
        }

        if (await db.Transactions.AsNoTracking().SingleOrDefaultAsync(transaction => transaction.Id == id, cancellationToken) is not { } held)
        {
            return new TransactionNotFound(id);
        }

        if (!decide(held).TryGet(out var decided, out var refusal))
        {
            return refusal;
        }

        db.Attach(held).CurrentValues.SetValues(decided);
        db.Publish(TransactionEvents.Verdict(decided, clock.GetUtcNow()), clock);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return decided;
        }
        catch (DbUpdateConcurrencyException)
        {
            return new TransactionChanged(id);
        }
    }
}
