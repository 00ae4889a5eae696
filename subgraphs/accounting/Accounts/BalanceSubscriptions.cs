using System.Runtime.CompilerServices;

namespace FinFlow.Accounting;

/// <summary>An entry has moved an account.</summary>
public sealed record BalanceChange([property: GraphQLIgnore] string AccountId, [property: GraphQLIgnore] string JournalEntryId);

[ObjectType<BalanceChange>]
public static class BalanceChangeNode
{
    public static async Task<Account> GetAccountAsync([Parent] BalanceChange change, IAccountByIdDataLoader accounts, CancellationToken cancellationToken)
        => await accounts.LoadRequiredAsync(change.AccountId, cancellationToken);

    /// <summary>The entry that moved it.</summary>
    public static async Task<JournalEntry> GetJournalEntryAsync(
        [Parent] BalanceChange change, IJournalEntryByIdDataLoader entries, CancellationToken cancellationToken)
        => await entries.LoadRequiredAsync(change.JournalEntryId, cancellationToken);
}

[SubscriptionType]
public static class BalanceSubscriptions
{
    /// <summary>Each entry that moves the account, as it is posted.</summary>
    [Subscribe(With = nameof(SubscribeToBalanceChanged)), Joinable, Authorize(Permissions.LedgerRead)]
    public static BalanceChange BalanceChanged([EventMessage] BalanceChange change, [ID<Account>] string accountId) => change;

    internal static IAsyncEnumerable<BalanceChange> SubscribeToBalanceChanged(
        string accountId, Caller caller, BalanceChanges changes, CancellationToken cancellationToken)
        => changes.ReadAsync(accountId, caller, cancellationToken);
}

/// <summary>The changes of one account's balance, for those who act for its organisation.</summary>
public sealed class BalanceChanges(IDbContextFactory<AccountingDbContext> contexts, ITopicEventReceiver topics)
{
    public async IAsyncEnumerable<BalanceChange> ReadAsync(string accountId, Caller caller, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            var account = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(account => account.Id == accountId, cancellationToken);
            if (account is null || !caller.ActsFor(account.OrganizationId))
            {
                var refusal = new AccountNotFound(accountId);
                throw new GraphQLException(refusal.Message, refusal.Code);
            }
        }

        await using var changes = await topics.SubscribeAsync<BalanceChange>(LedgerCommits.TopicOf(accountId), cancellationToken);
        await foreach (var change in changes.ReadEventsAsync().WithCancellation(cancellationToken))
        {
            yield return change;
        }
    }
}
