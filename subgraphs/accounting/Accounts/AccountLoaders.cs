namespace FinFlow.Accounting;

/// <param name="AsOf">Lines of later days do not count.</param>
public readonly record struct BalanceKey(string AccountId, DateOnly AsOf);

public static class AccountLoaders
{
    [DataLoader]
    public static async Task<IReadOnlyDictionary<string, Account>> GetAccountByIdAsync(
        IReadOnlyList<string> ids, AccountingDbContext db, CancellationToken cancellationToken)
        => await db.Accounts.AsNoTracking().Where(account => ids.Contains(account.Id)).ToDictionaryAsync(account => account.Id, cancellationToken);

    [DataLoader]
    public static async Task<ILookup<string, Account>> GetAccountsByOrganizationIdAsync(
        IReadOnlyList<string> organizationIds, AccountingDbContext db, CancellationToken cancellationToken)
        => (await db.Accounts.AsNoTracking()
            .Where(account => organizationIds.Contains(account.OrganizationId))
            .OrderBy(account => account.Code)
            .ToListAsync(cancellationToken)).ToLookup(account => account.OrganizationId);

    /// <summary>Debits less credits of each account, per currency.</summary>
    [DataLoader]
    public static async Task<ILookup<BalanceKey, Money>> GetNetDebitsByAccountAsync(
        IReadOnlyList<BalanceKey> keys, Ledger ledger, CancellationToken cancellationToken)
    {
        var balances = new List<(BalanceKey Key, Money NetDebit)>();
        foreach (var day in keys.GroupBy(key => key.AsOf))
        {
            var totals = await ledger.TotalsAsync([.. day.Select(key => key.AccountId)], day.Key, cancellationToken);
            balances.AddRange(totals.Select(total => (new BalanceKey(total.AccountId, day.Key), total.NetDebit)));
        }

        return balances.ToLookup(balance => balance.Key, balance => balance.NetDebit);
    }
}
