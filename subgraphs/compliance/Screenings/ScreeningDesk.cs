using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace FinFlow.Compliance;

/// <summary>Screens and reviews: each screening is kept with its event and its trace in the audit trail.</summary>
public sealed class ScreeningDesk(ComplianceDbContext db, WatchlistIndexes indexes, AuditTrail trail, TimeProvider clock)
{
    private const int NameLengthMax = 200;
    private const int IdentifiersMax = 20;
    private const int IdentifierLengthMax = 100;

    internal async Task<Result<Screening>> ScreenAsync(ScreeningSubject subject, Caller caller, CancellationToken cancellationToken)
    {
        if (subject.Name.Length > NameLengthMax || !subject.Name.Any(char.IsLetter) || subject.Name.Any(char.IsControl))
        {
            return new NameInvalid(NameLengthMax);
        }

        if (subject.Identifiers.Count > IdentifiersMax)
        {
            return new TooManyIdentifiers(IdentifiersMax);
        }

        if (subject.Identifiers.Any(identifier => string.IsNullOrWhiteSpace(identifier) || identifier.Length > IdentifierLengthMax || identifier.Any(char.IsControl)))
        {
            return new IdentifierInvalid(IdentifierLengthMax);
        }

        var screening = await SearchAsync(subject, caller.OrganizationId, caller.UserId, subjectId: null, cancellationToken);
        return await db.DecideAsync<Screening>(async ct =>
        {
            await KeepAsync(screening, AuditEvent.By(caller, "screening.made", screening.Id, Facts(screening)), ct);
            return screening;
        }, () => new ScreeningBusy(), cancellationToken);
    }

    /// <summary>Screens one of our own users. What is clear is not kept: it would say nothing.</summary>
    internal async Task<Screening> ScreenUserAsync(string userId, string organizationId, string name, CancellationToken cancellationToken)
    {
        var screening = await SearchAsync(new ScreeningSubject(name, null, null, null, []), organizationId, requestedById: null, userId, cancellationToken);
        if (screening.Status is not ScreeningStatus.Clear)
        {
            await KeepAsync(screening, new AuditEvent("screening.made", screening.Id, organizationId, null, null, Facts(screening)), cancellationToken);
        }

        return screening;
    }

    internal Task<Result<Screening>> ReviewAsync(string id, ReviewDecision decision, string reason, Caller reviewer, CancellationToken cancellationToken)
        => db.DecideAsync<Screening>(async ct =>
        {
            // A reviewer works for the operator and sees every organisation's screenings; the permission is the guard.
            if (await db.Screenings.AsNoTracking().SingleOrDefaultAsync(screening => screening.Id == id, ct) is not { } before)
            {
                return new ScreeningNotFound(id);
            }

            if (!before.Review(decision, reason, reviewer.UserId, clock.GetUtcNow()).TryGet(out var after, out var refusal))
            {
                return refusal;
            }

            db.Update(after);
            if (decision is ReviewDecision.Clear)
            {
                await DismissAsync(after, ct);
            }

            await trail.AppendAsync(AuditEvent.By(reviewer, "screening.reviewed", id, ("decision", Upper(decision)), ("status", Upper(after.Status))), ct);
            return after;
        }, () => new ScreeningBusy(), cancellationToken);

    /// <summary>Searches and judges; keeps nothing.</summary>
    internal async Task<Screening> SearchAsync(ScreeningSubject subject, string organizationId, string? requestedById, string? subjectId, CancellationToken cancellationToken)
    {
        var index = await indexes.CurrentAsync(db, cancellationToken);
        var hash = HashOf(subject);
        var dismissed = await db.Dismissals.AsNoTracking()
            .Where(dismissal => dismissal.OrganizationId == organizationId && dismissal.SubjectHash == hash)
            .Select(dismissal => dismissal.EntryHash)
            .ToHashSetAsync(cancellationToken);
        return new Screening
        {
            Id = Id.New("scr", clock),
            OrganizationId = organizationId,
            RequestedById = requestedById,
            SubjectId = subjectId,
            SubjectHash = hash,
            Name = subject.Name,
            Type = subject.Type,
            BirthDate = subject.BirthDate,
            Country = subject.Country,
            Identifiers = subject.Identifiers,
            Matches = [.. index.Search(subject).Select(match => match with { Dismissed = dismissed.Contains(match.EntryHash) })],
            Lists = index.Lists,
            Algorithm = Screening.CurrentAlgorithm,
            ScreenedAt = clock.GetUtcNow(),
        }.Judged();
    }

    internal async Task KeepAsync(Screening screening, AuditEvent audited, CancellationToken cancellationToken)
    {
        db.Add(screening);
        if (screening.Status is not ScreeningStatus.Clear)
        {
            db.Publish(
                new ScreeningHit(
                    screening.Id, screening.OrganizationId, screening.RequestedById, screening.SubjectId, screening.Name, Upper(screening.RiskLevel),
                    screening.Matches.Count(match => !match.Dismissed), (double)screening.TopScore, screening.ScreenedAt),
                clock);
        }

        await trail.AppendAsync(audited, cancellationToken);
    }

    private async Task DismissAsync(Screening screening, CancellationToken cancellationToken)
    {
        var hash = HashOf(screening.Subject);
        var known = await db.Dismissals.Where(dismissal => dismissal.OrganizationId == screening.OrganizationId && dismissal.SubjectHash == hash)
            .Select(dismissal => dismissal.EntryHash).ToHashSetAsync(cancellationToken);
        db.AddRange(screening.Matches.Select(match => match.EntryHash).Distinct().Except(known).Select(entry => new Dismissal
        {
            OrganizationId = screening.OrganizationId, SubjectHash = hash, EntryHash = entry, ScreeningId = screening.Id,
        }));
    }

    internal static (string, object?)[] Facts(Screening screening)
        => [("status", Upper(screening.Status)), ("matches", screening.Matches.Count), ("topScore", screening.TopScore), ("algorithm", screening.Algorithm)];

    private static string HashOf(ScreeningSubject subject)
        => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(StoredJson.Write(new
        {
            Name = LetterFolding.Fold(subject.Name), subject.Type, subject.BirthDate, Country = subject.Country?.Alpha2, subject.Identifiers,
        }))));

    private static string Upper<T>(T value) where T : struct, Enum => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString());
}
