using System.Runtime.CompilerServices;

namespace FinFlow.Transactions;

/// <summary>A transaction as it is, and then again after each change, in order.</summary>
internal sealed class TransactionChanges(IDbContextFactory<TransactionsDbContext> contexts, ITopicEventReceiver topics)
{
    /// <exception cref="GraphQLException">There is no such transaction that the caller may read.</exception>
    public async Task<IAsyncEnumerable<Transaction>> FollowAsync(string transactionId, Caller caller, CancellationToken cancellationToken)
    {
        // Subscribed before the first look, so that no change falls between the two.
        var changes = await topics.SubscribeAsync<Transaction>(TransactionCommits.TopicOf(transactionId), cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Transactions.AsNoTracking().SingleOrDefaultAsync(transaction => transaction.Id == transactionId, cancellationToken) is { } current
            && current.IsVisibleTo(caller))
        {
            return ReadAsync(current, changes, cancellationToken);
        }

        await changes.DisposeAsync();
        var refusal = new TransactionNotFound(transactionId);
        throw new GraphQLException(refusal.Message, refusal.Code);
    }

    private static async IAsyncEnumerable<Transaction> ReadAsync(
        Transaction current, ISourceStream<Transaction> changes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using (changes)
        // Leaving the topic ends the stream; a client that has gone must not wait for a change that may never come.
        await using (cancellationToken.Register(() => _ = changes.DisposeAsync().AsTask()))
        {
            yield return current;
            await foreach (var changed in changes.ReadEventsAsync().WithCancellation(cancellationToken))
            {
                // What committed between subscribing and the first look was seen there.
                if (changed.Version > current.Version)
                {
                    yield return current = changed;
                }
            }
        }
    }
}
