namespace FinFlow.Accounting;

/// <summary>Debits less credits of one account in one currency.</summary>
public readonly record struct AccountTotal(string AccountId, Money NetDebit);

/// <summary>Sums of the journal's lines, which the database adds up.</summary>
public sealed class Ledger(AccountingDbContext db)
{
    /// <summary>Everything in the organisation's book up to the end of a day.</summary>
    public Task<List<AccountTotal>> TotalsAsync(string organizationId, DateOnly asOf, CancellationToken cancellationToken)
        => SumAsync(LinesOf(organizationId).Where(line => line.EffectiveDate <= asOf), cancellationToken);

    /// <summary>Everything in the organisation's book within the period.</summary>
    public Task<List<AccountTotal>> TotalsAsync(string organizationId, Period period, CancellationToken cancellationToken)
        => SumAsync(LinesOf(organizationId).Where(line => line.EffectiveDate >= period.From && line.EffectiveDate <= period.To), cancellationToken);

    /// <summary>Within the period, only what stands in entries that move one of these accounts.</summary>
    public Task<List<AccountTotal>> TotalsOfEntriesMovingAsync(
        string organizationId, IReadOnlyList<string> accountIds, Period period, CancellationToken cancellationToken)
    {
        var inPeriod = LinesOf(organizationId).Where(line => line.EffectiveDate >= period.From && line.EffectiveDate <= period.To);
        var moving = inPeriod.Where(line => accountIds.Contains(line.AccountId)).Select(line => line.JournalEntryId);
        return SumAsync(inPeriod.Where(line => moving.Contains(line.JournalEntryId)), cancellationToken);
    }

    /// <summary>These accounts up to the end of a day.</summary>
    public Task<List<AccountTotal>> TotalsAsync(IReadOnlyList<string> accountIds, DateOnly asOf, CancellationToken cancellationToken)
        => SumAsync(db.JournalLines.AsNoTracking().Where(line => accountIds.Contains(line.AccountId) && line.EffectiveDate <= asOf), cancellationToken);

    /// <summary>The accounts' balances per currency, positive on their normal side.</summary>
    public async Task<ILookup<string, Money>> BalancesOfAsync(IReadOnlyList<Account> accounts, DateOnly asOf, CancellationToken cancellationToken)
    {
        var byId = accounts.ToDictionary(account => account.Id);
        var totals = await TotalsAsync([.. byId.Keys], asOf, cancellationToken);
        return totals.ToLookup(total => total.AccountId, total => byId[total.AccountId].ToBalance(total.NetDebit));
    }

    private static async Task<List<AccountTotal>> SumAsync(IQueryable<JournalLine> lines, CancellationToken cancellationToken)
    {
        var sums = await lines
            .GroupBy(line => new { line.AccountId, line.Amount.Currency })
            .Select(group => new
            {
                group.Key.AccountId,
                group.Key.Currency,
                Minor = group.Sum(line => line.Side == Side.Debit ? line.Amount.Minor : -line.Amount.Minor),
            })
            .ToListAsync(cancellationToken);
        return [.. sums.OrderBy(sum => sum.Currency).Select(sum => new AccountTotal(sum.AccountId, new Money(sum.Minor, sum.Currency)))];
    }

    private IQueryable<JournalLine> LinesOf(string organizationId)
        => db.JournalLines.AsNoTracking().Where(line => line.OrganizationId == organizationId);
}
