using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace FinFlow.Accounting;

/// <summary>Tells, once entries have committed, who watches the accounts that they move.</summary>
public sealed class LedgerCommits(ITopicEventSender topics) : DbTransactionInterceptor
{
    public override async Task TransactionCommittedAsync(
        DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is not AccountingDbContext { Moved.Count: > 0 } db)
        {
            return;
        }

        foreach (var change in db.Moved)
        {
            await topics.SendAsync(TopicOf(change.AccountId), change, cancellationToken);
        }

        db.Moved.Clear();
    }

    internal static string TopicOf(string accountId) => $"balances/{accountId}";
}
