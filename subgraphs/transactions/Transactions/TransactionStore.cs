namespace FinFlow.Transactions;

/// <summary>The queries that the transactions' decisions need. What they read is not tracked; what they write is.</summary>
internal sealed class TransactionStore(TransactionsDbContext db, FinFlowConfiguration configuration)
{
    private static readonly Func<TransactionsDbContext, string, DateTimeOffset, DateTimeOffset, DateTimeOffset, DateTimeOffset, DateTimeOffset, long, long, Task<Window?>> ReadWindow =
        EF.CompileAsyncQuery((TransactionsDbContext db, string organizationId, DateTimeOffset minute, DateTimeOffset hour, DateTimeOffset day, DateTimeOffset midnight,
            DateTimeOffset week, long belowHighMin, long belowHighMax) =>
            db.Transactions
                .Where(t => t.OrganizationId == organizationId && t.CountedAt > week)
                .GroupBy(_ => 1)
                .Select(all => new Window(
                    all.Count(t => t.CountedAt > minute),
                    all.Count(t => t.CountedAt > hour),
                    all.Count(t => t.CountedAt > day),
                    all.Sum(t => t.CountedAt >= midnight && t.Status != TransactionStatus.Cancelled ? t.BaseMinor ?? 0 : 0),
                    all.Count(t => t.BaseMinor >= belowHighMin && t.BaseMinor < belowHighMax)))
                .SingleOrDefault());

    private static readonly Func<TransactionsDbContext, string, Task<Standing?>> ReadStanding =
        EF.CompileAsyncQuery((TransactionsDbContext db, string organizationId) =>
            db.Standings.AsNoTracking().SingleOrDefault(standing => standing.OrganizationId == organizationId));

    public Task<Transaction?> FindAsync(string id, CancellationToken cancellationToken)
        => db.Transactions.AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, cancellationToken);

    public Task<Transaction?> FindOfPaymentAsync(string paymentId, CancellationToken cancellationToken)
        => db.Transactions.AsNoTracking().SingleOrDefaultAsync(t => t.PaymentId == paymentId, cancellationToken);

    /// <summary>Null before the organisation's first transaction.</summary>
    public Task<Standing?> FindStandingAsync(string organizationId) => ReadStanding(db, organizationId);

    /// <summary>What the organisation did before <paramref name="at"/>, in two statements however much it is.</summary>
    public async Task<AccountHistory> HistoryAsync(string organizationId, Standing? standing, DateTimeOffset at)
    {
        var midnight = new DateTimeOffset(at.UtcDateTime.Date, TimeSpan.Zero);
        var window = standing is null
            ? null
            : await ReadWindow(
                db, organizationId, at.AddMinutes(-1), at.AddHours(-1), at.AddDays(-1), midnight, at.AddDays(-7),
                InMinor(Limits.JustBelowHighValueMin), InMinor(Limits.HighValue));
        return window is null
            ? AccountHistory.None with { KnownCountries = standing?.KnownCountries() ?? AccountHistory.None.KnownCountries, Accepted = standing?.Accepted ?? 0, Troubled = standing?.Troubled ?? 0 }
            : new AccountHistory(
                window.LastMinute, window.LastHour, window.LastDay, new Money(window.DayTotalMinor, configuration.BaseCurrency).ToDecimal(),
                window.JustBelowHighValue, standing!.KnownCountries(), standing.Accepted, standing.Troubled);
    }

    /// <summary>Replaces the row by its next state, and moves the organisation's standing along; the version tells when somebody else was faster.</summary>
    public async Task ReplaceAsync(Transaction before, Transaction after)
    {
        db.Attach(before).CurrentValues.SetValues(after);
        if (await FindStandingAsync(before.OrganizationId) is { } standing && standing.Moved(before, after) is var moved && moved != standing)
        {
            Save(standing, moved);
        }
    }

    /// <summary>Adds the organisation's standing, or replaces the one that was read.</summary>
    public void Save(Standing? before, Standing after)
    {
        if (before is null)
        {
            db.Standings.Add(after);
        }
        else
        {
            db.Attach(before).CurrentValues.SetValues(after);
        }
    }

    private long InMinor(decimal amount) => Money.Parse(amount, configuration.BaseCurrency).Value.Minor;

    private sealed record Window(int LastMinute, int LastHour, int LastDay, long DayTotalMinor, int JustBelowHighValue);
}
