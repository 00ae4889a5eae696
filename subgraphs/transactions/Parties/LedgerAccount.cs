namespace FinFlow.Transactions;

/// <summary>What an asset account of the book holds in one currency, as accounting's events tell it.</summary>
internal sealed record LedgerAccount(string AccountId, Currency Currency)
{
    public required string OrganizationId { get; init; }

    public long BalanceMinor { get; set; }

    /// <summary>The last posting. What was submitted after it is not in the balance yet.</summary>
    public DateTimeOffset PostedAt { get; set; }
}

/// <summary>Adds up what is posted to asset accounts: only they hold money that can leave.</summary>
internal sealed class FollowPostings(TransactionsDbContext db) : CountsEvents<JournalPosted>
{
    protected override void Count(JournalPosted told) => Postings.Add(db, told.OrganizationId, told.Lines, told.OccurredAt);
}

/// <summary>A reversal's lines take back what they mirror.</summary>
internal sealed class FollowReversals(TransactionsDbContext db) : CountsEvents<JournalReversed>
{
    protected override void Count(JournalReversed told) => Postings.Add(db, told.OrganizationId, told.Lines, told.OccurredAt);
}

internal static class Postings
{
    private const string Asset = "ASSET";

    public static void Add(TransactionsDbContext db, string? organizationId, IReadOnlyList<PostedLine> lines, DateTimeOffset at)
    {
        foreach (var line in lines.Where(line => line.AccountType == Asset && organizationId is not null))
        {
            var currency = Currency.Of(line.Currency);
            var account = db.Tally((line.AccountId, currency), () => new LedgerAccount(line.AccountId, currency) { OrganizationId = organizationId! });
            account.BalanceMinor += line.DebitMinor - line.CreditMinor;
            account.PostedAt = at > account.PostedAt ? at : account.PostedAt;
        }
    }
}
