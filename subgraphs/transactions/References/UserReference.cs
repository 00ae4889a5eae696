namespace FinFlow.Transactions;

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
    /// <summary>The transactions of the user's organisation, the newest first.</summary>
    [Authorize(Permissions.TransactionsRead), UsePaging(IncludeTotalCount = true)]
    public static Task<Connection<Transaction>> GetTransactionsAsync(
        [Parent] User user, [Require("organization.id")] string organizationId, PagingArguments paging, Caller caller,
        TransactionsDbContext db, CancellationToken cancellationToken)
        => OrganizationNode.GetTransactionsAsync(new Organization(organizationId), paging, caller, db, cancellationToken);
}

[ObjectType<Organization>]
internal static class OrganizationNode
{
    /// <summary>The organisation's transactions, the newest first.</summary>
    [Authorize(Permissions.TransactionsRead), UsePaging(IncludeTotalCount = true)]
    public static async Task<Connection<Transaction>> GetTransactionsAsync(
        [Parent] Organization organization, PagingArguments paging, Caller caller, TransactionsDbContext db, CancellationToken cancellationToken)
        => organization.Id == caller.OrganizationId
            ? await db.Transactions.AsNoTracking()
                .Where(transaction => transaction.OrganizationId == organization.Id)
                .OrderByDescending(transaction => transaction.CreatedAt).ThenBy(transaction => transaction.Id)
                .ToPageAsync(paging, cancellationToken)
                .ToConnectionAsync()
            : throw new GraphQLException("The organisation is not yours.", "AUTH_NOT_AUTHORIZED");
}
