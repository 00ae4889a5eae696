namespace FinFlow.Accounting;

[QueryType]
public static class AccountQueries
{
    /// <summary>An account of the caller's book; null when there is none with this id.</summary>
    [Lookup, NodeResolver, Authorize(Permissions.LedgerRead)]
    public static async Task<Account?> GetAccountAsync(
        [ID<Account>] string id, Caller caller, IAccountByIdDataLoader accounts, CancellationToken cancellationToken)
        => await accounts.LoadAsync(id, cancellationToken) is { } account && caller.ActsFor(account.OrganizationId) ? account : null;

    /// <summary>The accounts of the caller's book, by code unless ordered otherwise.</summary>
    [Authorize(Permissions.LedgerRead), UsePaging(IncludeTotalCount = true), UseFiltering, UseSorting]
    public static async Task<Connection<Account>> GetAccountsAsync(
        PagingArguments paging, QueryContext<Account> query, Caller caller, AccountingDbContext db, CancellationToken cancellationToken)
        => await db.Accounts.AsNoTracking()
            .Where(account => account.OrganizationId == caller.OrganizationId)
            .With(query, sort => sort.IfEmpty(chart => chart.AddAscending(account => account.Code)).AddAscending(account => account.Id))
            .ToPageAsync(paging, cancellationToken)
            .ToConnectionAsync();
}
