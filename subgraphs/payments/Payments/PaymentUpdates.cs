using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;

namespace FinFlow.Payments;

/// <summary>The steps of an organisation's payments as they happen, each once and in order, from the place where a reader stopped.</summary>
public sealed class PaymentUpdates(IDbContextFactory<PaymentsDbContext> contexts, ITopicEventReceiver topics)
{
    private const int BatchMax = 100;

    /// <param name="paymentId">Null for all payments of the organisation.</param>
    /// <param name="after">The cursor of the last step seen; null to begin with what happens from now on.</param>
    public async IAsyncEnumerable<PaymentStep> ReadAsync(
        string organizationId, string? paymentId, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Subscribed before the first look, so that a step between the two rings and is read.
        await using var rings = await topics.SubscribeAsync<string>(PaymentCommits.TopicOf(organizationId), cancellationToken);

        // Leaving the topic ends the stream; a client that has gone must not wait here for a step that may never come.
        await using var leaving = cancellationToken.Register(() => _ = rings.DisposeAsync().AsTask());
        var (seen, before) = await StartAsync(organizationId, after, cancellationToken);
        await using var ringing = rings.ReadEventsAsync().GetAsyncEnumerator(cancellationToken);
        do
        {
            foreach (var step in await ReadAsync(organizationId, paymentId, seen, cancellationToken))
            {
                seen = step.Sequence;
                if (!before.Contains(seen))
                {
                    yield return step;
                }
            }
        }
        while (await ringing.MoveNextAsync());
    }

    /// <returns>After which step to read, and which of those had happened before.</returns>
    private async Task<(long Seen, HashSet<long> Before)> StartAsync(string organizationId, string? after, CancellationToken cancellationToken)
    {
        if (after is not null)
        {
            return PaymentStep.TryReadCursor(after, out var cursor)
                ? (cursor, [])
                : throw new GraphQLException("\"after\" is not a cursor of a payment update.", "CURSOR_INVALID");
        }

        // What is being written now happens from now on, though it may have a lower number than what is there.
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var latest = await db.Steps.Where(step => step.OrganizationId == organizationId)
            .OrderByDescending(step => step.Sequence)
            .Take(BatchMax)
            .Select(step => step.Sequence)
            .ToListAsync(cancellationToken);
        return (latest.Count < BatchMax ? 0 : latest[^1], [.. latest]);
    }

    private async Task<List<PaymentStep>> ReadAsync(string organizationId, string? paymentId, long seen, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var unseen = db.Steps.AsNoTracking()
            .Where(step => step.OrganizationId == organizationId && step.Sequence > seen && (paymentId == null || step.PaymentId == paymentId));
        if (await db.FindLastSettledAsync(unseen, organizationId, cancellationToken) is not { } last)
        {
            return [];
        }

        var all = new List<PaymentStep>();
        while (true)
        {
            var read = all.Count > 0 ? all[^1].Sequence : seen;
            var batch = await unseen
                .Where(step => step.Sequence > read && step.Sequence <= last)
                .OrderBy(step => step.Sequence)
                .Take(BatchMax)
                .ToListAsync(cancellationToken);
            all.AddRange(batch);
            if (batch.Count < BatchMax)
            {
                return all;
            }
        }
    }
}
