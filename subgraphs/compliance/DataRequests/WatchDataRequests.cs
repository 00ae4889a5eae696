namespace FinFlow.Compliance;

/// <summary>Puts into the trail which requests were not answered in time, and throws away copies of personal data whose time is over.</summary>
internal sealed class WatchDataRequests(ComplianceDbContext db, AuditTrail trail, TimeProvider clock) : IPeriodicJob
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var late = await db.DataRequests.AsNoTracking()
            .Where(request => !request.OverdueTold && request.DueAt < now && (request.Status == DataRequestStatus.Received || request.Status == DataRequestStatus.InProgress))
            .ToListAsync(cancellationToken);
        foreach (var request in late)
        {
            db.Update(request with { OverdueTold = true });
            await trail.AppendAsync(
                new AuditEvent("data-request.overdue", request.Id, request.OrganizationId, null, null, ("dueAt", request.DueAt)), cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        var expired = now - DataRequest.ExportLifetime;
        await db.DataRequestParts
            .Where(part => db.DataRequests.Any(request => request.Id == part.DataRequestId && request.AnsweredAt < expired
                && (request.Type == DataRequestType.Access || request.Type == DataRequestType.Portability)))
            .ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
