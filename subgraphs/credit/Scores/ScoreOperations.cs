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
internal static class ScoreMutations
{
    /// <summary>Computes the organisation's score from its history as it is now, and keeps it.</summary>
    [Authorize(Permissions.CreditRequest)]
    [Error<ProcessingRestricted>, Error<ScoreLimitReached>, Error<ScoreBusy>]
    public static Task<Result<CreditScore>> RequestCreditScoreAsync(Caller caller, Scoring scoring, CancellationToken cancellationToken)
        => scoring.ScoreAsync(caller, cancellationToken);
}

[ObjectType<CreditScore>]
internal static class CreditScoreNode
{
    /// <summary>What the band rests on: income, cash flow, volatility, delinquencies and tenure, each in a sentence and with the points that it made.</summary>
    public static IReadOnlyList<AspectAnalysis> GetAnalysis([Parent] CreditScore score, FinFlowConfiguration configuration)
        => ScoreAnalysis.Of(score, configuration.BaseCurrency);

    /// <summary>The score computed again from its own features by its own model, to show that it is what it says.</summary>
    [Cost(10)]
    public static async Task<CreditScoreReplay> GetReplayAsync([Parent] CreditScore score, ModelRegistry models, CancellationToken cancellationToken)
        => CreditScoreReplay.Of(score, await models.ByHashAsync(score.Model.Hash, cancellationToken));
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
