namespace FinFlow.Transactions;

/// <summary>The queries that the transactions' decisions need. What they read is not tracked; what they write is.</summary>
internal sealed class TransactionStore(TransactionsDbContext db, FinFlowConfiguration configuration)
{
    private static readonly KeptQuery<TransactionsDbContext, string, Transaction?> OfPayment
        = new((db, paymentId, _) => db.Transactions.AsNoTracking().SingleOrDefault(transaction => transaction.PaymentId == paymentId));

    private static readonly KeptQuery<TransactionsDbContext, string, Standing?> StandingOf
        = new((db, organizationId, _) => db.Standings.AsNoTracking().SingleOrDefault(standing => standing.OrganizationId == organizationId));

    public Task<Transaction?> FindAsync(string id, CancellationToken cancellationToken)
        => db.Transactions.AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, cancellationToken);

    public Task<Transaction?> FindOfPaymentAsync(string paymentId, CancellationToken cancellationToken)
        => OfPayment.AskAsync(db, paymentId, cancellationToken);

    /// <summary>Null before the organisation's first transaction.</summary>
    public Task<Standing?> FindStandingAsync(string organizationId, CancellationToken cancellationToken)
        => StandingOf.AskAsync(db, organizationId, cancellationToken);

    /// <summary>The organisations' standings, and what each did before <paramref name="at"/>: two statements however much it is.</summary>
    public async Task<IReadOnlyDictionary<string, (Standing? Standing, AccountHistory History)>> HistoriesAsync(
        IReadOnlyCollection<string> organizationIds, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var standings = await db.Standings.AsNoTracking().Where(standing => organizationIds.Contains(standing.OrganizationId))
            .ToDictionaryAsync(standing => standing.OrganizationId, cancellationToken);
        var windows = standings.Count == 0 ? [] : await WindowsAsync(standings.Keys, at, cancellationToken);
        return organizationIds.ToDictionary(id => id, id => standings.GetValueOrDefault(id) is { } standing
            ? (standing, HistoryOf(standing, windows.GetValueOrDefault(id)))
            : ((Standing?)null, AccountHistory.None));
    }

    /// <summary>Replaces the row by its next state, and moves the organisation's standing along; the version tells when somebody else was faster.</summary>
    public async Task ReplaceAsync(Transaction before, Transaction after, CancellationToken cancellationToken)
    {
        db.Attach(before).CurrentValues.SetValues(after);
        if (Standing.IsMovedBy(before, after) && await FindStandingAsync(before.OrganizationId, cancellationToken) is { } standing)
        {
            Save(standing, standing.Moved(before, after));
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

    private async Task<Dictionary<string, Window>> WindowsAsync(IReadOnlyCollection<string> organizationIds, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var (minute, hour, day, week) = (at.AddMinutes(-1), at.AddHours(-1), at.AddDays(-1), at.AddDays(-7));
        var midnight = new DateTimeOffset(at.UtcDateTime.Date, TimeSpan.Zero);
        var (belowHighMin, belowHighMax) = (InMinor(Limits.JustBelowHighValueMin), InMinor(Limits.HighValue));
        return await db.Transactions
            .Where(t => organizationIds.Contains(t.OrganizationId) && t.CountedAt > week)
            .GroupBy(t => t.OrganizationId)
            .Select(own => new Window(
                own.Key,
                own.Count(t => t.CountedAt > minute),
                own.Count(t => t.CountedAt > hour),
                own.Count(t => t.CountedAt > day),
                own.Sum(t => t.CountedAt >= midnight && t.Status != TransactionStatus.Cancelled ? t.BaseMinor ?? 0 : 0),
                own.Count(t => t.BaseMinor >= belowHighMin && t.BaseMinor < belowHighMax)))
            .ToDictionaryAsync(window => window.OrganizationId, cancellationToken);
    }

    private AccountHistory HistoryOf(Standing standing, Window? window)
        => new(
            window?.LastMinute ?? 0, window?.LastHour ?? 0, window?.LastDay ?? 0, new Money(window?.DayTotalMinor ?? 0, configuration.BaseCurrency).ToDecimal(),
            window?.JustBelowHighValue ?? 0, standing.KnownCountries(), standing.Accepted, standing.Troubled, standing.HourCounts());

    private long InMinor(decimal amount) => Money.Parse(amount, configuration.BaseCurrency).Value.Minor;

    private sealed record Window(string OrganizationId, int LastMinute, int LastHour, int LastDay, long DayTotalMinor, int JustBelowHighValue);
}
