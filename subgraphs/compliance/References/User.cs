namespace FinFlow.Compliance;

/// <summary>Somebody who acts for a business, owned by the auth subgraph.</summary>
public sealed record User([property: ID] string Id);

[QueryType]
internal static class UserLookups
{
    [Lookup, Internal]
    public static User? GetUserById([ID] string id) => new(id);
}

[ObjectType<User>]
public static class UserNode
{
    /// <summary>The latest assessment of the user's risk; null until a moment after registration.</summary>
    [Authorize(Permissions.ComplianceRead)]
    public static Task<RiskAssessment?> GetRiskAssessmentAsync(
        [Parent] User user, Caller caller, ILatestRiskAssessmentByUserIdDataLoader assessments, CancellationToken cancellationToken)
        => RiskQueries.GetRiskAssessmentAsync(user.Id, caller, assessments, cancellationToken);

    /// <summary>The consents that the user gave, the newest first.</summary>
    [Authorize(Permissions.ConsentsRead), UsePaging]
    public static async Task<Connection<Consent>?> GetConsentsAsync(
        [Parent] User user, [Require("organization.id")] string organizationId, PagingArguments paging, Caller caller, ComplianceDbContext db,
        CancellationToken cancellationToken)
    {
        caller.MustActFor(organizationId);
        return await db.Consents.AsNoTracking()
            .Where(consent => consent.UserId == user.Id && consent.OrganizationId == organizationId)
            .OrderByDescending(consent => consent.CreatedAt).ThenByDescending(consent => consent.Id)
            .ToPageAsync(paging, cancellationToken)
            .ToConnectionAsync();
    }

    /// <summary>The user's requests about their own data, the newest first.</summary>
    [Authorize(Permissions.DataRequestsRead), UsePaging]
    public static async Task<Connection<DataRequest>?> GetDataRequestsAsync(
        [Parent] User user, PagingArguments paging, Caller caller, ComplianceDbContext db, CancellationToken cancellationToken)
        => user.Id == caller.UserId || caller.Has(Permissions.ComplianceReview)
            ? await db.DataRequests.AsNoTracking()
                .Where(request => request.UserId == user.Id)
                .OrderByDescending(request => request.CreatedAt).ThenByDescending(request => request.Id)
                .ToPageAsync(paging, cancellationToken)
                .ToConnectionAsync()
            : throw new GraphQLException("These requests are not yours.", "AUTH_NOT_AUTHORIZED");

    /// <summary>The screenings of the user's organisation, the newest first.</summary>
    [Authorize(Permissions.ComplianceRead), UsePaging]
    public static async Task<Connection<Screening>?> GetScreeningsAsync(
        [Parent] User user, [Require("organization.id")] string organizationId, PagingArguments paging, Caller caller, ComplianceDbContext db,
        CancellationToken cancellationToken)
        => await db.ScreeningsOfAsync(caller.MustActFor(organizationId), status: null, paging, cancellationToken);
}
