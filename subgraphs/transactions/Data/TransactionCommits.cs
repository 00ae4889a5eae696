using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace FinFlow.Transactions;

/// <summary>Tells each changed transaction's subscribers, once the change has committed.</summary>
internal sealed class TransactionCommits(ITopicEventSender topics) : DbTransactionInterceptor
{
    public override async Task TransactionCommittedAsync(
        DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is not TransactionsDbContext db)
        {
            return;
        }

        // Reads do not track and new ones are written past the tracker, so what is tracked is what was changed.
        foreach (var entry in db.ChangeTracker.Entries<Transaction>())
        {
            await topics.SendAsync(TopicOf(entry.Entity.Id), entry.Entity, cancellationToken);
        }
    }

    public static string TopicOf(string transactionId) => $"transactions/{transactionId}";
}
