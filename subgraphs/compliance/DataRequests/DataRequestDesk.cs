using System.Text.Json;

namespace FinFlow.Compliance;

/// <summary>Takes requests, sends them to every subgraph, and puts together what they answer. Each step is in one transaction with its event and its trace.</summary>
public sealed class DataRequestDesk(ComplianceDbContext db, AuditTrail trail, PersonKeys keys, TimeProvider clock)
{
    internal Task<Result<DataRequest>> CreateAsync(Wish wish, Caller caller, CancellationToken cancellationToken)
        => db.DecideInTurnAsync<DataRequest>(caller.UserId, async ct =>
        {
            var now = clock.GetUtcNow();
            if (!DataRequest.Receive(Id.New("gdr", clock), wish, caller, now).TryGet(out var request, out var refusal))
            {
                return refusal;
            }

            if (wish.Type is not DataRequestType.Rectification && await FindSameAsync(wish.Type, caller.UserId, ct) is { } same)
            {
                return new DataRequestOpenAlready(same);
            }

            db.Add(request);
            if (EventOf(request, now) is { } told)
            {
                db.Publish(told, clock);
            }

            await trail.AppendAsync(AuditEvent.By(caller, "data-request.received", request.Id, ("type", Upper(wish.Type)), ("dueAt", request.DueAt)), ct);
            return request;
        }, () => new DataRequestBusy(), cancellationToken);

    internal Task<Result<DataRequest>> ExtendAsync(string id, string reason, Caller officer, CancellationToken cancellationToken)
        => ChangeAsync(id, officer, "data-request.extended", request => request.Extend(reason, clock.GetUtcNow()), cancellationToken);

    internal Task<Result<DataRequest>> AnswerAsync(string id, DataRequestDecision decision, string answer, Caller officer, CancellationToken cancellationToken)
        => ChangeAsync(id, officer, "data-request.answered", request => request.AnswerWith(decision, answer, clock.GetUtcNow()), cancellationToken);

    internal Task<Result<DataRequest>> LiftAsync(string id, Caller caller, CancellationToken cancellationToken)
        => ChangeAsync(id, caller, "data-request.lifted", request => request.Lift(clock.GetUtcNow()).Then<DataRequest>(lifted =>
        {
            db.Publish(new RestrictionChanged(id, lifted.OrganizationId, lifted.UserId, IsRestricted: false, clock.GetUtcNow()), clock);
            return lifted;
        }), cancellationToken);

    /// <summary>Keeps what a subgraph answered; with the last answer the request is completed. Runs inside the event's transaction, which saves.</summary>
    internal async Task KeepAsync(DataRequestPart part, CancellationToken cancellationToken)
    {
        // The last of two answers that come at once must see the other.
        if (await db.DataRequests.AsNoTracking().TagWith(RowLocks.ForChange).SingleOrDefaultAsync(request => request.Id == part.DataRequestId, cancellationToken) is not { IsOpen: true } request)
        {
            return;
        }

        db.Add(part);
        var answered = await db.DataRequestParts.AsNoTracking()
            .Where(known => known.DataRequestId == request.Id && known.IsLast)
            .Select(known => known.Subgraph)
            .ToListAsync(cancellationToken);
        if (!part.IsLast || AnswerersOf(request.Type).Except(answered.Append(part.Subgraph)).Any())
        {
            return;
        }

        if (request.Type is DataRequestType.Erasure)
        {
            // Every subgraph has forgotten; now the events that told of the person forget too.
            keys.Forget(request.UserId);
        }

        db.Update(request.Complete(part.Refusal, clock.GetUtcNow()));
        await trail.AppendAsync(
            new AuditEvent(part.Refusal is null ? "data-request.completed" : "data-request.refused", request.Id, request.OrganizationId, null, null, ("type", Upper(request.Type))), cancellationToken);
    }

    // Only auth knows a name or an address that can be wrong; the others follow it.
    private static IReadOnlyList<string> AnswerersOf(DataRequestType type) => type is DataRequestType.Rectification ? ["auth"] : DataRegister.Subgraphs;

    private Task<string?> FindSameAsync(DataRequestType type, string userId, CancellationToken cancellationToken)
        => db.DataRequests
            .Where(request => request.UserId == userId && request.Type == type
                && (request.Status == DataRequestStatus.Received || request.Status == DataRequestStatus.InProgress
                    || (type == DataRequestType.Restriction && request.Status == DataRequestStatus.Completed && request.RestrictionLiftedAt == null)))
            .Select(request => (string?)request.Id)
            .FirstOrDefaultAsync(cancellationToken);

    private Task<Result<DataRequest>> ChangeAsync(
        string id, Caller caller, string action, Func<DataRequest, Result<DataRequest>> decide, CancellationToken cancellationToken)
        => db.DecideAsync<DataRequest>(async ct =>
        {
            if (await db.DataRequests.AsNoTracking().SingleOrDefaultAsync(request => request.Id == id, ct) is not { } before || !caller.MaySee(before))
            {
                return new DataRequestNotFound(id);
            }

            if (!decide(before).TryGet(out var after, out var refusal))
            {
                return refusal;
            }

            db.Update(after);
            await trail.AppendAsync(AuditEvent.By(caller, action, id, ("status", Upper(after.Status)), ("dueAt", after.DueAt)), ct);
            return after;
        }, () => new DataRequestBusy(), cancellationToken);

    private static IEvent? EventOf(DataRequest request, DateTimeOffset now) => request.Type switch
    {
        DataRequestType.Access or DataRequestType.Portability => new AccessRequested(request.Id, request.OrganizationId, request.UserId, now),
        DataRequestType.Erasure => new ErasureRequested(request.Id, request.OrganizationId, request.UserId, now),
        DataRequestType.Restriction => new RestrictionChanged(request.Id, request.OrganizationId, request.UserId, IsRestricted: true, now),
        _ => request.IsExact ? new RectificationRequested(request.Id, request.OrganizationId, request.UserId, request.CorrectName, now, request.CorrectEmail) : null,
    };

    private static string Upper<T>(T value) where T : struct, Enum => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString());
}
