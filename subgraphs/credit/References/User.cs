namespace FinFlow.Credit;

/// <summary>Somebody who acts for a business, owned by the auth subgraph.</summary>
public sealed record User([property: ID] string Id);

/// <summary>A business, owned by the auth subgraph. Scores, offers and loans belong to it.</summary>
public sealed record Organization([property: ID] string Id);

[QueryType]
internal static class UserLookups
{
    [Lookup, Internal]
    public static User? GetUserById([ID] string id) => new(id);

    [Lookup, Internal]
    public static Organization? GetOrganizationById([ID] string id) => new(id);
}

[ObjectType<User>]
public static class UserNode
{
    /// <summary>The latest score of the user's organisation; null until one was requested.</summary>
    [Authorize(Permissions.CreditRead)]
    public static Task<CreditScore?> GetCreditScoreAsync(
        [Parent] User user, [Require("organization.id")] string organizationId, Caller caller,
        ILatestCreditScoreByOrganizationIdDataLoader scores, CancellationToken cancellationToken)
        => OrganizationNode.GetCreditScoreAsync(new Organization(organizationId), caller, scores, cancellationToken);

    /// <summary>The offers to the user's organisation, the newest first.</summary>
    [Authorize(Permissions.CreditRead), UsePaging]
    public static async Task<Connection<LoanOffer>?> GetLoanOffersAsync(
        [Parent] User user, [Require("organization.id")] string organizationId, PagingArguments paging, Caller caller, CreditDbContext db,
        CancellationToken cancellationToken)
        => await db.OffersToAsync(caller.MustActFor(organizationId), paging, cancellationToken);

    /// <summary>The loans of the user's organisation, the newest first.</summary>
    [Authorize(Permissions.CreditRead), UsePaging]
    public static async Task<Connection<Loan>?> GetLoansAsync(
        [Parent] User user, [Require("organization.id")] string organizationId, PagingArguments paging, Caller caller, CreditDbContext db,
        CancellationToken cancellationToken)
        => await db.LoansOfAsync(caller.MustActFor(organizationId), paging, cancellationToken);
}

[ObjectType<Organization>]
public static class OrganizationNode
{
    /// <summary>The latest score; null until one was requested.</summary>
    [Authorize(Permissions.CreditRead)]
    public static async Task<CreditScore?> GetCreditScoreAsync(
        [Parent] Organization organization, Caller caller, ILatestCreditScoreByOrganizationIdDataLoader scores, CancellationToken cancellationToken)
        => await scores.LoadAsync(caller.MustActFor(organization.Id), cancellationToken);

    /// <summary>The offers to the organisation, the newest first.</summary>
    [Authorize(Permissions.CreditRead), UsePaging]
    public static async Task<Connection<LoanOffer>?> GetLoanOffersAsync(
        [Parent] Organization organization, PagingArguments paging, Caller caller, CreditDbContext db, CancellationToken cancellationToken)
        => await db.OffersToAsync(caller.MustActFor(organization.Id), paging, cancellationToken);

    /// <summary>The organisation's loans, the newest first.</summary>
    [Authorize(Permissions.CreditRead), UsePaging]
    public static async Task<Connection<Loan>?> GetLoansAsync(
        [Parent] Organization organization, PagingArguments paging, Caller caller, CreditDbContext db, CancellationToken cancellationToken)
        => await db.LoansOfAsync(caller.MustActFor(organization.Id), paging, cancellationToken);
}
