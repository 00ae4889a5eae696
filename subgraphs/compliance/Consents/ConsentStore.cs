using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace FinFlow.Compliance;

/// <summary>Each change with its event and its trace in one transaction.</summary>
public sealed class ConsentStore(ComplianceDbContext db, AuditTrail trail, TimeProvider clock)
{
    internal Task<Result<Consent>> CreateAsync(ConsentRequest request, Caller caller, CancellationToken cancellationToken)
        => db.DecideAsync<Consent>(async ct =>
        {
            if (!request.ToConsent(Id.New("cns", clock), caller, clock.GetUtcNow()).TryGet(out var consent, out var refusal))
            {
                return refusal;
            }

            db.Add(consent);
            await TellAsync(consent, caller.UserId, ct);
            return consent;
        }, () => new ConsentBusy(), cancellationToken);

    internal Task<Result<Consent>> RevokeAsync(string id, Caller caller, CancellationToken cancellationToken)
        => ChangeAsync(id, caller, consent => consent.Revoke(clock.GetUtcNow()), cancellationToken);

    internal Task<Result<Consent>> RenewAsync(string id, int validDays, Caller caller, CancellationToken cancellationToken)
        => ChangeAsync(id, caller, consent => consent.Renew(validDays, clock.GetUtcNow()), cancellationToken);

    /// <summary>Counts a use: an event for nobody, but a trace.</summary>
    internal Task<Result<Consent>> UseAsync(
        string id, string thirdParty, string accountId, ConsentScope scope, bool userPresent, Caller caller, CancellationToken cancellationToken)
        => db.DecideAsync<Consent>(async ct =>
        {
            if (await FindAsync(id, caller, ct) is not { } before)
            {
                return new ConsentNotFound(id);
            }

            if (!before.Use(thirdParty, accountId, scope, userPresent, clock.GetUtcNow()).TryGet(out var used, out var refusal))
            {
                return refusal;
            }

            db.Update(used);
            await trail.AppendAsync(AuditEvent.By(caller, "consent.used", id, ("accountId", accountId), ("scope", Upper(scope)), ("userPresent", userPresent)), ct);
            return used;
        }, () => new ConsentBusy(), cancellationToken);

    /// <summary>Takes back whatever a user still consents to. Runs inside the caller's transaction, which saves.</summary>
    internal async Task RevokeAllOfAsync(string userId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        foreach (var consent in await db.Consents.AsNoTracking().Where(consent => consent.UserId == userId && consent.Status == ConsentStatus.Valid).ToListAsync(cancellationToken))
        {
            if (consent.Revoke(now).TryGet(out var revoked, out _))
            {
                db.Update(revoked);
                await TellAsync(revoked, actorId: null, cancellationToken);
            }
        }
    }

    internal Task<Result<Consent>> ExpireAsync(string id, CancellationToken cancellationToken)
        => db.DecideAsync<Consent>(async ct =>
        {
            var before = await db.Consents.AsNoTracking().SingleAsync(consent => consent.Id == id, ct);
            if (before.Status == before.StatusAt(clock.GetUtcNow()))
            {
                return before;
            }

            var expired = before.Expire();
            db.Update(expired);
            await TellAsync(expired, actorId: null, ct);
            return expired;
        }, () => new ConsentBusy(), cancellationToken);

    private Task<Result<Consent>> ChangeAsync(string id, Caller caller, Func<Consent, Result<Consent>> decide, CancellationToken cancellationToken)
        => db.DecideAsync<Consent>(async ct =>
        {
            if (await FindAsync(id, caller, ct) is not { } before)
            {
                return new ConsentNotFound(id);
            }

            if (!decide(before).TryGet(out var after, out var refusal))
            {
                return refusal;
            }

            db.Update(after);
            await TellAsync(after, caller.UserId, ct);
            return after;
        }, () => new ConsentBusy(), cancellationToken);

    private Task<Consent?> FindAsync(string id, Caller caller, CancellationToken cancellationToken)
        => db.Consents.AsNoTracking().SingleOrDefaultAsync(consent => consent.Id == id && consent.OrganizationId == caller.OrganizationId, cancellationToken);

    private async Task TellAsync(Consent consent, string? actorId, CancellationToken cancellationToken)
    {
        db.Publish(
            new ConsentChanged(consent.Id, consent.OrganizationId, consent.UserId, Upper(consent.Status), [.. consent.Scopes.Select(Upper)], clock.GetUtcNow()), clock);
        await trail.AppendAsync(
            new AuditEvent("consent.changed", consent.Id, consent.OrganizationId, actorId, null, ("status", Upper(consent.Status)), ("scopes", consent.Scopes.Select(Upper))),
            cancellationToken);
    }

    private static string Upper<T>(T value) where T : struct, Enum => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString());
}

/// <summary>Ends consents whose time is over, and tells it.</summary>
internal sealed class ExpireConsents(ComplianceDbContext db, ConsentStore consents, TimeProvider clock, ILogger<ExpireConsents> logger) : IPeriodicJob
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var over = await db.Consents.AsNoTracking()
            .Where(consent => consent.Status == ConsentStatus.Valid && consent.ExpiresAt <= now)
            .Select(consent => consent.Id)
            .ToListAsync(cancellationToken);
        await over.EachAsync(id => id, id => consents.ExpireAsync(id, cancellationToken), logger, cancellationToken);
    }
}
