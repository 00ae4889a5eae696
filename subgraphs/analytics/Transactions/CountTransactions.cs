namespace FinFlow.Analytics;

/// <summary>The rules approved it at once, or a reviewer released it after it was held.</summary>
public sealed class CountApproval(Projections projections) : IEventHandler<TransactionApproved>
{
    public static bool FindsByKey => true;

    public Task HandleAsync(EventContext<TransactionApproved> received, CancellationToken cancellationToken)
        => projections.TransactionsAsync(
            received.Payload.Transaction,
            received.Payload.OccurredAt,
            day =>
            {
                if (received.Payload.ReviewerId is null)
                {
                    day.Judge(received.Payload.Transaction);
                }
                else
                {
                    day.ReleasedCount++;
                }
            },
            cancellationToken);
}

public sealed class CountHeldTransaction(Projections projections) : IEventHandler<TransactionHeld>
{
    public static bool FindsByKey => true;

    public Task HandleAsync(EventContext<TransactionHeld> received, CancellationToken cancellationToken)
        => projections.TransactionsAsync(
            received.Payload.Transaction,
            received.Payload.OccurredAt,
            day =>
            {
                day.Judge(received.Payload.Transaction);
                day.HeldCount++;
            },
            cancellationToken);
}

/// <summary>What a reviewer rejects was judged before, when it was held.</summary>
public sealed class CountRejection(Projections projections) : IEventHandler<TransactionRejected>
{
    public static bool FindsByKey => true;

    public Task HandleAsync(EventContext<TransactionRejected> received, CancellationToken cancellationToken)
        => projections.TransactionsAsync(
            received.Payload.Transaction,
            received.Payload.OccurredAt,
            day =>
            {
                if (received.Payload.ReviewerId is null)
                {
                    day.Judge(received.Payload.Transaction);
                }

                day.RejectedCount++;
            },
            cancellationToken);
}

public sealed class CountCompletion(Projections projections) : IEventHandler<TransactionCompleted>
{
    public static bool FindsByKey => true;

    public Task HandleAsync(EventContext<TransactionCompleted> received, CancellationToken cancellationToken)
        => projections.TransactionsAsync(
            received.Payload.Transaction, received.Payload.OccurredAt, day => day.CompletedCount++, cancellationToken);
}
