namespace FinFlow.Compliance;

[QueryType]
public static class RiskQueries
{
    /// <summary>The latest assessment of a user of the caller's organisation; reviewers see all users'.</summary>
    [Authorize(Permissions.ComplianceRead)]
    public static async Task<RiskAssessment?> GetRiskAssessmentAsync(
        [ID] string userId, Caller caller, ILatestRiskAssessmentByUserIdDataLoader assessments, CancellationToken cancellationToken)
        => await assessments.LoadAsync(userId, cancellationToken) is { } assessment
            && (caller.ActsFor(assessment.OrganizationId) || caller.Has(Permissions.ComplianceReview))
                ? assessment
                : null;
}

[MutationType]
public static class RiskMutations
{
    /// <summary>Assesses a user's risk from what is known now.</summary>
    /// <param name="userId">By default the caller.</param>
    /// <param name="country">Where the user is, when it is known.</param>
    [Authorize(Permissions.ComplianceScreen)]
    [Error<RiskSubjectNotFound>, Error<ProcessingRestricted>, Error<RiskBusy>]
    public static Task<Result<RiskAssessment>> AssessRiskAsync(
        [ID] string? userId, CountryCode? country, Caller caller, RiskDesk desk, CancellationToken cancellationToken)
        => desk.AssessAsync(userId ?? caller.UserId, country, caller, cancellationToken);
}

internal static class RiskLoaders
{
    [DataLoader]
    public static async Task<IReadOnlyDictionary<string, RiskAssessment>> GetLatestRiskAssessmentByUserIdAsync(
        IReadOnlyList<string> userIds, ComplianceDbContext db, CancellationToken cancellationToken)
        => await db.RiskAssessments.AsNoTracking()
            .Where(assessment => userIds.Contains(assessment.UserId)
                && !db.RiskAssessments.Any(later => later.UserId == assessment.UserId && later.Number > assessment.Number))
            .ToDictionaryAsync(assessment => assessment.UserId, cancellationToken);
}
