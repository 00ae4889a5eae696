using Microsoft.Extensions.Logging;

namespace FinFlow.Compliance;

/// <summary>Puts into the trail which requests were not answered in time, and throws away copies of personal data whose time is over.</summary>
internal sealed class WatchDataRequests(ComplianceDbContext db, AuditTrail trail, TimeProvider clock, ILogger<WatchDataRequests> logger) : IPeriodicJob
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var late = await db.DataRequests.AsNoTracking()
            .Where(request => !request.OverdueTold && request.DueAt < now && (request.Status == DataRequestStatus.Received || request.Status == DataRequestStatus.InProgress))
            .Select(request => request.Id)
            .ToListAsync(cancellationToken);
        await late.EachAsync(
            id => id, id => db.DecideAsync<DataRequest>(ct => TellOverdueAsync(id, ct), () => new DataRequestBusy(), cancellationToken), logger, cancellationToken);

        // One statement, so that there is no moment at which some of it is gone.
        var expired = now - DataRequest.ExportLifetime;
        await db.DataRequestParts
            .Where(part => db.DataRequests.Any(request => request.Id == part.DataRequestId && request.AnsweredAt < expired
                && (request.Type == DataRequestType.Access || request.Type == DataRequestType.Portability)))
            .ExecuteDeleteAsync(cancellationToken);
    }

    private async Task<Result<DataRequest>> TellOverdueAsync(string id, CancellationToken cancellationToken)
    {
        var request = await db.DataRequests.AsNoTracking().SingleAsync(request => request.Id == id, cancellationToken);
        if (request.IsOpen && !request.OverdueTold)
        {
            db.Update(request with { OverdueTold = true });
            await trail.AppendAsync(
                new AuditEvent("data-request.overdue", request.Id, request.OrganizationId, null, null, ("dueAt", request.DueAt)), cancellationToken);
        }

        return request;
    }
}
