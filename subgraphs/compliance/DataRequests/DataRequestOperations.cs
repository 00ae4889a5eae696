using System.Text.Json;

namespace FinFlow.Compliance;

[QueryType]
public static class DataRequestQueries
{
    /// <summary>A request of the caller's own; those who answer requests see all.</summary>
    [Lookup, NodeResolver, Authorize(Permissions.DataRequestsRead)]
    public static async Task<DataRequest?> GetDataRequestAsync(
        [ID<DataRequest>] string id, Caller caller, IDataRequestByIdDataLoader requests, CancellationToken cancellationToken)
        => await requests.LoadAsync(id, cancellationToken) is { } request && (request.UserId == caller.UserId || caller.Has(Permissions.ComplianceReview)) ? request : null;
}

[MutationType]
public static class DataRequestMutations
{
    /// <summary>Asks for one's own data, or for their correction, restriction or erasure.</summary>
    /// <param name="details">At most 2,000 characters.</param>
    [Authorize(Permissions.DataRequestsWrite)]
    [Error<DetailsTooLong>, Error<DataRequestBusy>]
    public static Task<Result<DataRequest>> CreateDataRequestAsync(
        DataRequestType type, string? details, Caller caller, ComplianceDbContext db, AuditTrail trail, TimeProvider clock, CancellationToken cancellationToken)
        => db.DecideAsync<DataRequest>(async ct =>
        {
            if (!DataRequest.Receive(Id.New("gdr", clock), type, details, caller, clock.GetUtcNow()).TryGet(out var request, out var refusal))
            {
                return refusal;
            }

            db.Add(request);
            await trail.AppendAsync(
                AuditEvent.By(caller, "data-request.received", request.Id, ("type", JsonNamingPolicy.SnakeCaseUpper.ConvertName(type.ToString()))), ct);
            return request;
        }, () => new DataRequestBusy(), cancellationToken);
}

internal static class DataRequestLoaders
{
    [DataLoader]
    public static async Task<IReadOnlyDictionary<string, DataRequest>> GetDataRequestByIdAsync(
        IReadOnlyList<string> ids, ComplianceDbContext db, CancellationToken cancellationToken)
        => await db.DataRequests.AsNoTracking().Where(request => ids.Contains(request.Id)).ToDictionaryAsync(request => request.Id, cancellationToken);
}
