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

        // New ones are written past the context, so that these are the ones that were changed.
        List<Transaction> changed = [.. db.Written.OfType<Transaction>()];
        if (db.HasChangedPastTracker)
        {
            db.HasChangedPastTracker = false;
            cache.InvalidateAll();
        }

        foreach (var scope in changed.SelectMany(ScopesOf).Concat(db.Written.OfType<Standing>().Select(standing => TransactionCache.ScopeOf(standing.OrganizationId))))
        {
            cache.Invalidate(scope);
        }

        if (db.Written.OfType<BaseRate>().Any())
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
