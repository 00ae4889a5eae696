namespace FinFlow.Accounting;

[ObjectType<Account>]
public static class AccountNode
{
    /// <summary>What the account holds in each currency, positive on its normal side; empty when nothing was ever posted to it.</summary>
    /// <param name="asOf">At the end of this day; today when absent.</param>
    public static async Task<IReadOnlyList<Money>> GetBalancesAsync(
        [Parent] Account account, DateOnly? asOf, INetDebitsByAccountDataLoader netDebits, TimeProvider clock, CancellationToken cancellationToken)
        => [.. (await netDebits.LoadAsync(new BalanceKey(account.Id, asOf ?? clock.Today), cancellationToken) ?? []).Select(account.ToBalance)];
}
