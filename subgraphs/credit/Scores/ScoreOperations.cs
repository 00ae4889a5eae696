namespace FinFlow.Credit;

[QueryType]
public static class ScoreQueries
{
    /// <summary>A score of the caller's organisation.</summary>
    [Lookup, NodeResolver, Authorize(Permissions.CreditRead)]
    public static async Task<CreditScore?> GetCreditScoreAsync(
        [ID<CreditScore>] string id, Caller caller, ICreditScoreByIdDataLoader scores, CancellationToken cancellationToken)
        => await scores.LoadAsync(id, cancellationToken) is { } score && caller.ActsFor(score.OrganizationId) ? score : null;
}

[MutationType]
public static class ScoreMutations
{
    /// <summary>Computes the organisation's score from its history as it is now, and keeps it.</summary>
    [Authorize(Permissions.CreditRequest)]
    [Error<ScoreLimitReached>, Error<ScoreBusy>]
    public static Task<Result<CreditScore>> RequestCreditScoreAsync(Caller caller, Scoring scoring, CancellationToken cancellationToken)
        => scoring.ScoreAsync(caller, cancellationToken);
}

internal static class ScoreLoaders
{
    [DataLoader]
    public static async Task<IReadOnlyDictionary<string, CreditScore>> GetCreditScoreByIdAsync(
        IReadOnlyList<string> ids, CreditDbContext db, CancellationToken cancellationToken)
        => await db.Scores.AsNoTracking().Where(score => ids.Contains(score.Id)).ToDictionaryAsync(score => score.Id, cancellationToken);

    /// <summary>The latest score of each organisation.</summary>
    [DataLoader]
    public static async Task<IReadOnlyDictionary<string, CreditScore>> GetLatestCreditScoreByOrganizationIdAsync(
        IReadOnlyList<string> organizationIds, CreditDbContext db, CancellationToken cancellationToken)
        => await db.Scores.AsNoTracking()
            .Where(score => organizationIds.Contains(score.OrganizationId)
                && !db.Scores.Any(later => later.OrganizationId == score.OrganizationId && later.Number > score.Number))
            .ToDictionaryAsync(score => score.OrganizationId, cancellationToken);
}
