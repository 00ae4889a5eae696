using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace FinFlow.Analytics;

/// <summary>Tells, once figures have committed, who watches the organisation's dashboard.</summary>
/// <remarks>It carries no data: whoever is told reads the database, so nothing is lost when nobody listens.</remarks>
public sealed class ProjectionCommits(ITopicEventSender topics) : DbTransactionInterceptor
{
    public override async Task TransactionCommittedAsync(
        DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is not AnalyticsDbContext { Moved.Count: > 0 } db)
        {
            return;
        }

        foreach (var organizationId in db.Moved)
        {
            await topics.SendAsync(TopicOf(organizationId), organizationId, cancellationToken);
        }

        db.Moved.Clear();
    }

    internal static string TopicOf(string organizationId) => $"dashboards/{organizationId}";
}
