namespace FinFlow.Transactions;

/// <summary>What an asset account of the book holds in one currency, as accounting's events tell it.</summary>
internal sealed record LedgerAccount(string AccountId, Currency Currency)
{
    public required string OrganizationId { get; init; }

    public long BalanceMinor { get; init; }

    /// <summary>The last posting. What was submitted after it is not in the balance yet.</summary>
    public DateTimeOffset PostedAt { get; init; }
}

/// <summary>Adds up what is posted to asset accounts: only they hold money that can leave.</summary>
internal sealed class FollowLedger(TransactionsDbContext db) : IEventHandler<JournalPosted>, IEventHandler<JournalReversed>
{
    private const string Asset = "ASSET";

    public Task HandleAsync(EventContext<JournalPosted> received, CancellationToken cancellationToken)
        => PostAsync(received.Payload.OrganizationId, received.Payload.Lines, received.Payload.OccurredAt, cancellationToken);

    public Task HandleAsync(EventContext<JournalReversed> received, CancellationToken cancellationToken)
        => PostAsync(received.Payload.OrganizationId, received.Payload.Lines, received.Payload.OccurredAt, cancellationToken);

    private async Task PostAsync(string? organizationId, IReadOnlyList<PostedLine> lines, DateTimeOffset at, CancellationToken cancellationToken)
    {
        foreach (var posted in lines.Where(line => line.AccountType == Asset && organizationId is not null).GroupBy(line => (line.AccountId, line.Currency)))
        {
            var currency = Currency.Of(posted.Key.Currency);
            var known = await db.LedgerAccounts.AsNoTracking()
                .SingleOrDefaultAsync(account => account.AccountId == posted.Key.AccountId && account.Currency == currency, cancellationToken);
            var before = known ?? new LedgerAccount(posted.Key.AccountId, currency) { OrganizationId = organizationId! };
            var after = before with
            {
                BalanceMinor = before.BalanceMinor + posted.Sum(line => line.DebitMinor - line.CreditMinor), PostedAt = at > before.PostedAt ? at : before.PostedAt,
            };
            _ = known is null ? db.Add(after) : db.Update(after);
        }
    }
}
