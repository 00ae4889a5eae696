using Microsoft.Extensions.Logging;

namespace FinFlow.Compliance;

/// <summary>Somebody who was screened before and is to be screened again: a user, or a name that somebody asked about.</summary>
/// <param name="Last">What was found last; null for a user of whom nothing was.</param>
internal sealed record KnownSubject(string OrganizationId, string? UserId, ScreeningSubject Subject, Screening? Last);

/// <summary>Whom we know, once each, as they were screened last.</summary>
public sealed class KnownSubjects(ComplianceDbContext db, ILogger<KnownSubjects> logger)
{
    /// <param name="scope">An organisation's id, or everybody.</param>
    internal async Task<IReadOnlyList<KnownSubject>> ReadAsync(string scope, CancellationToken cancellationToken)
    {
        var all = scope == RescreeningSchedule.Everybody;

        // Ids sort by time, so of equal subjects the greatest id is the latest.
        var latest = await db.Screenings.AsNoTracking()
            .Where(screening => (all || screening.OrganizationId == scope)
                && !db.Screenings.Any(later => later.OrganizationId == screening.OrganizationId && later.SubjectHash == screening.SubjectHash
                    && later.SubjectId == screening.SubjectId && string.Compare(later.Id, screening.Id) > 0))
            .ReadableAsync(screening => screening.Id, logger, cancellationToken);
        var ofUsers = latest.Where(screening => screening.SubjectId is not null).GroupBy(screening => screening.SubjectId!).ToDictionary(user => user.Key, user => user.MaxBy(s => s.Id, StringComparer.Ordinal));

        // Whose data is restricted, or erased, is not screened.
        var users = await db.RiskProfiles.AsNoTracking()
            .Where(profile => (all || profile.OrganizationId == scope)
                && !db.RestrictedUsers.Any(restricted => restricted.UserId == profile.UserId))
            .Select(profile => new { profile.UserId, profile.OrganizationId, profile.Name })
            .ReadableAsync(profile => profile.UserId, logger, cancellationToken);
        return
        [
            .. latest.Where(screening => screening.SubjectId is null).Select(screening => new KnownSubject(screening.OrganizationId, null, screening.Subject, screening)),
            .. users.Where(user => user.Name is not ("" or Pseudonym.Text)).Select(user => new KnownSubject(user.OrganizationId, user.UserId, new ScreeningSubject(user.Name, null, null, null, []), ofUsers.GetValueOrDefault(user.UserId))),
        ];
    }

    /// <summary>Those to whom a list's latest revision makes a difference: only its new and changed entries are searched.</summary>
    internal async Task<IReadOnlyList<KnownSubject>> TouchedByAsync(Watchlist list, IReadOnlyList<KnownSubject> known, CancellationToken cancellationToken)
    {
        var entries = await db.WatchlistEntries.AsNoTracking().Where(entry => entry.WatchlistId == list.Id && entry.SinceRevision > list.RescreenedRevision).ToListAsync(cancellationToken);
        var hashes = await db.WatchlistEntries.AsNoTracking().Where(entry => entry.WatchlistId == list.Id).Select(entry => entry.Hash).ToHashSetAsync(cancellationToken);
        var brought = new WatchlistIndex([.. entries.Select(entry => (list, entry.ToEntity()))]);
        return
        [
            .. known.Where(subject => subject.Last?.Matches.Any(match => match.ListId == list.Id && !hashes.Contains(match.EntryHash)) == true
                || brought.Search(subject.Subject).Count > 0),
        ];
    }
}
