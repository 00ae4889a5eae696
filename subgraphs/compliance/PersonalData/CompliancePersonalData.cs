namespace FinFlow.Compliance;

/// <summary>What compliance holds of a user. The law wants evidence, so most of it stays; the words and the copies go.</summary>
internal sealed class CompliancePersonalData(ComplianceDbContext db, ConsentStore consents) : IPersonalData
{
    public static string Subgraph => ComplianceSubgraph.Name;

    public async Task<IReadOnlyDictionary<string, IReadOnlyList<object>>> CollectAsync(DataSubject subject, CancellationToken cancellationToken)
    {
        var id = subject.UserId;
        var screenings = await db.Screenings.AsNoTracking().Where(screening => screening.SubjectId == id || screening.RequestedById == id).OrderBy(s => s.Id).ToListAsync(cancellationToken);
        var profile = await db.RiskProfiles.AsNoTracking().SingleOrDefaultAsync(profile => profile.UserId == id, cancellationToken);
        var assessments = await db.RiskAssessments.AsNoTracking().Where(assessment => assessment.UserId == id).OrderBy(a => a.Number).ToListAsync(cancellationToken);
        var given = await db.Consents.AsNoTracking().Where(consent => consent.UserId == id).OrderBy(consent => consent.Id).ToListAsync(cancellationToken);
        var requests = await db.DataRequests.AsNoTracking().Where(request => request.UserId == id).OrderBy(request => request.Id).ToListAsync(cancellationToken);
        var trail = await db.AuditEntries.AsNoTracking().Where(entry => entry.SubjectId == id || entry.ActorId == id).OrderBy(entry => entry.Sequence).ToListAsync(cancellationToken);
        return new Dictionary<string, IReadOnlyList<object>>
        {
            // A screening of somebody else is that person's, so only that it was asked for is told.
            ["screenings"] = [.. screenings.Select(screening => new { screening.Id, screening.ScreenedAt, Name = screening.SubjectId == id ? screening.Name : null, screening.Status, screening.RiskLevel })],
            ["risk"] =
            [
                .. profile is null ? [] : new object[] { new { profile.Name, profile.Country, profile.RegisteredAt, profile.Captures, profile.Failures, profile.Disputes, profile.Held, profile.Rejected } },
                .. assessments.Select(assessment => new { assessment.Id, assessment.AssessedAt, assessment.Level, assessment.Score, assessment.Factors }),
            ],
            ["consents"] = [.. given.Select(consent => new { consent.Id, consent.ThirdParty, consent.AccountIds, consent.Scopes, consent.Status, consent.CreatedAt, consent.ExpiresAt, consent.RevokedAt })],
            ["data-requests"] = [.. requests.Select(request => new { request.Id, request.Type, request.Details, request.CorrectName, request.CorrectEmail, request.Status, request.CreatedAt, request.DueAt, request.AnsweredAt, request.Answer })],
            ["audit-trail"] = [.. trail.Select(entry => new { entry.Sequence, entry.OccurredAt, entry.Action, entry.SubjectId })],
        };
    }

    public async Task<IReadOnlyDictionary<string, int>> EraseAsync(DataSubject subject, CancellationToken cancellationToken)
    {
        var id = subject.UserId;
        await consents.RevokeAllOfAsync(id, cancellationToken);
        await db.DataRequestParts
            .Where(part => db.DataRequests.Any(request => request.Id == part.DataRequestId && request.UserId == id
                && (request.Type == DataRequestType.Access || request.Type == DataRequestType.Portability)))
            .ExecuteDeleteAsync(cancellationToken);
        return new Dictionary<string, int>
        {
            ["screenings"] = await db.Screenings.CountAsync(screening => screening.SubjectId == id || screening.RequestedById == id, cancellationToken),
            ["risk"] = await db.RiskAssessments.CountAsync(assessment => assessment.UserId == id, cancellationToken)
                + await db.RiskProfiles.Where(profile => profile.UserId == id).ExecuteUpdateAsync(
                    profile => profile.SetProperty(p => p.Name, Pseudonym.Text).SetProperty(p => p.Version, p => p.Version + 1), cancellationToken),
            ["consents"] = await db.Consents.CountAsync(consent => consent.UserId == id, cancellationToken),
            ["data-requests"] = await db.DataRequests.Where(request => request.UserId == id).ExecuteUpdateAsync(
                request => request
                    .SetProperty(r => r.Details, r => r.Details == null ? null : Pseudonym.Text)
                    .SetProperty(r => r.CorrectName, r => r.CorrectName == null ? null : Pseudonym.Text)
                    .SetProperty(r => r.CorrectEmail, r => r.CorrectEmail == null ? null : Pseudonym.Text)
                    .SetProperty(r => r.Version, r => r.Version + 1),
                cancellationToken),
            // One key opens all that events told of a person; it goes with the last subgraph's answer.
            ["event-log"] = 1,
            ["audit-trail"] = await db.AuditEntries.CountAsync(entry => entry.SubjectId == id || entry.ActorId == id, cancellationToken),
        };
    }
}
