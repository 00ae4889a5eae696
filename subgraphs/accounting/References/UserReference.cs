namespace FinFlow.Accounting;

/// <summary>A user, owned by the auth subgraph.</summary>
public sealed record User([property: ID] string Id);

/// <summary>An organisation, owned by the auth subgraph.</summary>
public sealed record Organization([property: ID] string Id);

[QueryType]
internal static class UserReference
{
    [Lookup, Internal]
    public static User? GetUserById([ID] string id) => new(id);

    [Lookup, Internal]
    public static Organization? GetOrganizationById([ID] string id) => new(id);
}

[ObjectType<User>]
internal static class UserNode
{
    /// <summary>The accounts of the user's organisation, by code.</summary>
    [Authorize(Permissions.LedgerRead)]
    public static Task<IReadOnlyList<Account>?> GetAccountsAsync(
        [Parent] User user,
        [Require("organization.id")] string organizationId,
        Caller caller,
        IAccountsByOrganizationIdDataLoader accounts,
        CancellationToken cancellationToken)
        => OrganizationNode.GetAccountsAsync(new Organization(organizationId), caller, accounts, cancellationToken);
}

[ObjectType<Organization>]
internal static class OrganizationNode
{
    /// <summary>The accounts of the organisation's book, by code.</summary>
    [Authorize(Permissions.LedgerRead)]
    public static async Task<IReadOnlyList<Account>?> GetAccountsAsync(
        [Parent] Organization organization, Caller caller, IAccountsByOrganizationIdDataLoader accounts, CancellationToken cancellationToken)
        => await accounts.LoadAsync(caller.MustActFor(organization.Id), cancellationToken) ?? [];
}
