namespace FinFlow.Transactions;

/// <summary>What became of a batch. The four counts add up to the total.</summary>
/// <param name="Items">One result for each item, in the order of the input.</param>
/// <param name="TotalCount">How many items the batch had.</param>
/// <param name="AcceptedCount">Recorded, and neither held nor rejected.</param>
/// <param name="HeldCount">Recorded, and waiting for a reviewer.</param>
/// <param name="RejectedCount">Recorded, and rejected by validation or a reviewer.</param>
/// <param name="RefusedCount">Not recorded, because the input is wrong.</param>
public sealed record SubmitTransactionBatchPayload(
    IReadOnlyList<TransactionBatchItem> Items, int TotalCount, int AcceptedCount, int HeldCount, int RejectedCount, int RefusedCount)
{
    internal static SubmitTransactionBatchPayload Of(IReadOnlyList<TransactionBatchItem> items)
    {
        var held = items.Count(item => item.Transaction?.Status is TransactionStatus.Held);
        var rejected = items.Count(item => item.Transaction?.Status is TransactionStatus.Rejected);
        var refused = items.Count(item => item.Transaction is null);
        return new SubmitTransactionBatchPayload(items, items.Count, items.Count - held - rejected - refused, held, rejected, refused);
    }
}

/// <summary>What became of one item of a batch: a transaction, or why there is none.</summary>
/// <param name="Index">Its place in the input, from 0.</param>
/// <param name="Replayed">Whether it had been submitted before, so that nothing was done.</param>
public sealed record TransactionBatchItem(int Index, Transaction? Transaction, bool Replayed, SubmissionRefusal? Error);

/// <summary>Why an item was refused.</summary>
/// <param name="Code">The code that `submitTransaction` gives for the same input.</param>
public sealed record SubmissionRefusal(string Code, string Message);
