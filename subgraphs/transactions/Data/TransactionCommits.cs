using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace FinFlow.Transactions;

/// <summary>Once a change has committed, and before it is answered: what was cached of it ends, and each changed transaction's subscribers are told.</summary>
internal sealed class TransactionCommits(ITopicEventSender topics, ReadCache cache) : DbTransactionInterceptor
{
    public override async Task TransactionCommittedAsync(
        DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is not TransactionsDbContext db)
        {
            return;
        }

        // Reads do not track and new ones are written past the tracker, so what is tracked is what was changed.
        List<Transaction> changed = [.. db.ChangeTracker.Entries<Transaction>().Select(entry => entry.Entity)];
        if (db.HasChangedPastTracker)
        {
            db.HasChangedPastTracker = false;
            cache.InvalidateAll();
        }

        foreach (var scope in changed.SelectMany(ScopesOf).Concat(db.ChangeTracker.Entries<Standing>().Select(entry => TransactionCache.ScopeOf(entry.Entity.OrganizationId))))
        {
            cache.Invalidate(scope);
        }

        if (db.ChangeTracker.Entries<BaseRate>().Any())
        {
            cache.Invalidate(TransactionCache.RatesScope);
        }

        foreach (var told in changed)
        {
            await topics.SendAsync(TopicOf(told.Id), told, cancellationToken);
        }
    }

    public static string TopicOf(string transactionId) => $"transactions/{transactionId}";

    private static IEnumerable<string> ScopesOf(Transaction transaction)
        => transaction.PaymentId is { } payment
            ? [transaction.Id, payment, TransactionCache.ScopeOf(transaction.OrganizationId)]
            : [transaction.Id, TransactionCache.ScopeOf(transaction.OrganizationId)];
}
