namespace FinFlow.Transactions;

/// <summary>A payment's transaction follows what happens to the money.</summary>
internal abstract class FollowPayment(TransactionsDbContext db, TransactionStore store)
{
    protected TransactionsDbContext Db { get; } = db;

    /// <summary>Changes the payment's transaction; one that is not known, or already there, is left alone.</summary>
    protected async Task FollowAsync(PaymentFacts payment, Func<Transaction, Transaction> change, CancellationToken cancellationToken, Action<Transaction>? announce = null)
    {
        Db.TakeTurn(payment.OrganizationId);
        if (await store.FindOfPaymentAsync(payment.PaymentId, cancellationToken) is not { } before)
        {
            return;
        }

        var after = change(before);
        if (after != before)
        {
            await store.ReplaceAsync(before, after, cancellationToken);
            announce?.Invoke(after);
            await Db.SaveChangesAsync(cancellationToken);
        }
    }
}

internal sealed class CompleteCapturedPayment(TransactionsDbContext db, TransactionStore store, TimeProvider clock)
    : FollowPayment(db, store), IEventHandler<PaymentCaptured>
{
    public Task HandleAsync(EventContext<PaymentCaptured> received, CancellationToken cancellationToken)
        => FollowAsync(
            received.Payload.Payment,
            transaction => transaction.Complete(received.Payload.OccurredAt),
            cancellationToken,
            transaction => Db.Publish(TransactionEvents.Completed(transaction, received.Payload.OccurredAt), clock));
}

internal sealed class CancelVoidedPayment(TransactionsDbContext db, TransactionStore store) : FollowPayment(db, store), IEventHandler<PaymentVoided>
{
    public Task HandleAsync(EventContext<PaymentVoided> received, CancellationToken cancellationToken)
        => FollowAsync(received.Payload.Payment, transaction => transaction.Cancel(), cancellationToken);
}

internal sealed class CancelFailedPayment(TransactionsDbContext db, TransactionStore store) : FollowPayment(db, store), IEventHandler<PaymentFailed>
{
    public Task HandleAsync(EventContext<PaymentFailed> received, CancellationToken cancellationToken)
        => FollowAsync(received.Payload.Payment, transaction => transaction.Cancel(), cancellationToken);
}

/// <summary>A refund in full reverses the transaction; a refund in part leaves it completed.</summary>
internal sealed class ReverseRefundedPayment(TransactionsDbContext db, TransactionStore store) : FollowPayment(db, store), IEventHandler<PaymentRefunded>
{
    public Task HandleAsync(EventContext<PaymentRefunded> received, CancellationToken cancellationToken)
        => FollowAsync(
            received.Payload.Payment,
            transaction => received.Payload.RefundedTotalMinor >= transaction.Amount.Minor ? transaction.Reverse() : transaction,
            cancellationToken);
}
