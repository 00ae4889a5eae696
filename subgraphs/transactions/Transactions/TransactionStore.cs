namespace FinFlow.Transactions;

/// <summary>The queries that the transactions' decisions need.</summary>
internal sealed class TransactionStore(TransactionsDbContext db, FinFlowConfiguration configuration)
{
    /// <summary>A transaction of the organisation, tracked for a change; null when there is none.</summary>
    public Task<Transaction?> FindAsync(string id, string organizationId, CancellationToken cancellationToken)
        => db.Transactions.AsNoTracking().SingleOrDefaultAsync(t => t.Id == id && t.OrganizationId == organizationId, cancellationToken);

    public Task<Transaction?> FindOfPaymentAsync(string paymentId, CancellationToken cancellationToken)
        => db.Transactions.AsNoTracking().SingleOrDefaultAsync(t => t.PaymentId == paymentId, cancellationToken);

    /// <summary>What the organisation did before <paramref name="at"/>; rejected ones are no activity, but trouble.</summary>
    public async Task<AccountHistory> HistoryAsync(string organizationId, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var (minute, hour, day, year) = (at.AddMinutes(-1), at.AddHours(-1), at.AddDays(-1), at.AddYears(-1));
        var midnight = new DateTimeOffset(at.UtcDateTime.Date, TimeSpan.Zero);
        var ofAccount = db.Transactions.AsNoTracking().Where(t => t.OrganizationId == organizationId && t.CreatedAt > year && t.CreatedAt <= at);
        var active = ofAccount.Where(t => t.Status != TransactionStatus.Rejected && t.Status != TransactionStatus.Failed);
        var counts = await ofAccount
            .GroupBy(_ => 1)
            .Select(all => new
            {
                Minute = all.Count(t => t.CreatedAt > minute && t.Status != TransactionStatus.Rejected),
                Hour = all.Count(t => t.CreatedAt > hour && t.Status != TransactionStatus.Rejected),
                Day = all.Count(t => t.CreatedAt > day && t.Status != TransactionStatus.Rejected),
                Accepted = all.Count(t => t.Status == TransactionStatus.Processing || t.Status == TransactionStatus.Completed || t.Status == TransactionStatus.Reversed),
                Troubled = all.Count(t => t.Status == TransactionStatus.Rejected || t.Status == TransactionStatus.Held),
            })
            .SingleOrDefaultAsync(cancellationToken);
        if (counts is null)
        {
            return AccountHistory.None;
        }

        var dayTotalMinor = await active.Where(t => t.CreatedAt >= midnight).SumAsync(t => t.BaseMinor ?? 0, cancellationToken);
        var countries = await active.Where(t => t.Country != null).Select(t => t.Country!.Value).Distinct().ToListAsync(cancellationToken);
        return new AccountHistory(counts.Minute, counts.Hour, counts.Day, new Money(dayTotalMinor, configuration.BaseCurrency).ToDecimal(), countries.ToHashSet(), counts.Accepted, counts.Troubled);
    }

    public void Add(Transaction transaction) => db.Transactions.Add(transaction);

    /// <summary>Replaces the stored row by its next state; the version tells when somebody else was faster.</summary>
    public void Replace(Transaction before, Transaction after)
    {
        var entry = db.Attach(before);
        entry.CurrentValues.SetValues(after);
    }
}
