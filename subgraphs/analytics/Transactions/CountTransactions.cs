namespace FinFlow.Analytics;

/// <summary>The rules approved it at once, or a reviewer released it after it was held.</summary>
public sealed class CountApproval(Projections projections) : CountsEvents<TransactionApproved>
{
    protected override void Count(TransactionApproved told)
    {
        projections.Transactions(
            told.Transaction,
            told.OccurredAt,
            day =>
            {
                if (told.ReviewerId is null)
                {
                    day.Judge(told.Transaction);
                }
                else
                {
                    day.ReleasedCount++;
                }
            });
    }
}

public sealed class CountHeldTransaction(Projections projections) : CountsEvents<TransactionHeld>
{
    protected override void Count(TransactionHeld told)
    {
        projections.Transactions(
            told.Transaction,
            told.OccurredAt,
            day =>
            {
                day.Judge(told.Transaction);
                day.HeldCount++;
            });
    }
}

/// <summary>What a reviewer rejects was judged before, when it was held.</summary>
public sealed class CountRejection(Projections projections) : CountsEvents<TransactionRejected>
{
    protected override void Count(TransactionRejected told)
    {
        projections.Transactions(
            told.Transaction,
            told.OccurredAt,
            day =>
            {
                if (told.ReviewerId is null)
                {
                    day.Judge(told.Transaction);
                }

                day.RejectedCount++;
            });
    }
}

public sealed class CountCompletion(Projections projections) : CountsEvents<TransactionCompleted>
{
    protected override void Count(TransactionCompleted told)
        => projections.Transactions(told.Transaction, told.OccurredAt, day => day.CompletedCount++);
}
