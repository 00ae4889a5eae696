using System.Data.Common;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace FinFlow.Payments;

/// <summary>Tells, once steps have committed, who waits for them: subscribers of the organisation, and the job that sees payments through.</summary>
/// <remarks>It carries no data: whoever is told reads the database, so nothing is lost when nobody listens.</remarks>
public sealed class PaymentCommits(ITopicEventSender topics) : DbTransactionInterceptor
{
    private readonly Channel<bool> rings = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public override async Task TransactionCommittedAsync(
        DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is not PaymentsDbContext db)
        {
            return;
        }

        if (db.LeavesWork)
        {
            rings.Writer.TryWrite(true);
        }

        foreach (var organizationId in db.Stepped)
        {
            await topics.SendAsync(TopicOf(organizationId), organizationId, cancellationToken);
        }

        db.LeavesWork = false;
        db.Stepped.Clear();
    }

    internal static string TopicOf(string organizationId) => $"payments/{organizationId}";

    /// <summary>Returns when something due at once has committed, or after the timeout.</summary>
    internal async Task WaitAsync(TimeSpan timeout, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await rings.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing rang here; but what was put off may be due by now, and another process may have left something.
        }
    }
}
