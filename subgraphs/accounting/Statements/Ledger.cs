using System.Linq.Expressions;

namespace FinFlow.Accounting;

/// <summary>Debits less credits of one account in one currency.</summary>
/// <param name="Day">The last of the days that are added up. Foreign currencies stand day by day, since each day has its rate.</param>
public readonly record struct AccountTotal(string AccountId, Money NetDebit, DateOnly Day);

/// <summary>Sums of what was posted, added up by the database from the running totals of each day.</summary>
public sealed class Ledger(AccountingDbContext db)
{
    /// <summary>Everything in the organisation's book up to the end of a day.</summary>
    public Task<List<AccountTotal>> TotalsAsync(string organizationId, DateOnly asOf, CancellationToken cancellationToken)
        => SumAsync(DaysOf(organizationId).Where(day => day.Day <= asOf), asOf, cancellationToken);

    /// <summary>These accounts up to the end of a day.</summary>
    public Task<List<AccountTotal>> TotalsAsync(IReadOnlyList<string> accountIds, DateOnly asOf, CancellationToken cancellationToken)
        => SumAsync(db.AccountDays.AsNoTracking().Where(day => accountIds.Contains(day.AccountId) && day.Day <= asOf), asOf, cancellationToken);

    /// <summary>Everything in the book within the period, foreign currencies day by day.</summary>
    /// <param name="cut">The book's own currency is added up to this day, and from there on.</param>
    public async Task<List<AccountTotal>> DatedTotalsAsync(Chart chart, Period period, DateOnly cut, CancellationToken cancellationToken)
    {
        var days = DaysOf(chart.OrganizationId).Where(day => day.Day >= period.From && day.Day <= period.To);
        return [.. (await SumByDayAsync(days.Select(AsHeld), chart.Currency, cut, period.To, cancellationToken)).Select(sum => sum.Total)];
    }

    /// <summary>
    /// What these accounts hold at the period's end, told apart from what they held before it; and the entries of the period that
    /// moved them, all their lines. One statement reads both, so that no entry comes between. Foreign currencies stand day by day.
    /// </summary>
    public async Task<(List<AccountTotal> Held, List<AccountTotal> Moved)> MovementsAsync(
        Chart chart, IReadOnlyList<string> accountIds, Period period, CancellationToken cancellationToken)
    {
        var inPeriod = db.JournalLines.AsNoTracking().Where(
            line => line.OrganizationId == chart.OrganizationId && line.EffectiveDate >= period.From && line.EffectiveDate <= period.To);
        var moving = inPeriod.Where(line => accountIds.Contains(line.AccountId)).Select(line => line.JournalEntryId);
        var moved = inPeriod.Where(line => moving.Contains(line.JournalEntryId)).Select(line => new Summand
        {
            IsHeld = false,
            AccountId = line.AccountId,
            Currency = line.Amount.Currency,
            Day = line.EffectiveDate,
            Minor = line.Side == Side.Debit ? line.Amount.Minor : -line.Amount.Minor,
        });
        var held = db.AccountDays.AsNoTracking().Where(day => accountIds.Contains(day.AccountId) && day.Day <= period.To).Select(AsHeld);
        var sums = (await SumByDayAsync(held.Concat(moved), chart.Currency, period.From.AddDays(-1), period.To, cancellationToken)).ToLookup(sum => sum.IsHeld, sum => sum.Total);
        return ([.. sums[true]], [.. sums[false]]);
    }

    /// <summary>The accounts' balances per currency, positive on their normal side.</summary>
    public async Task<ILookup<string, Money>> BalancesOfAsync(IReadOnlyList<Account> accounts, DateOnly asOf, CancellationToken cancellationToken)
    {
        var byId = accounts.ToDictionary(account => account.Id);
        var totals = await TotalsAsync([.. byId.Keys], asOf, cancellationToken);
        return totals.ToLookup(total => total.AccountId, total => byId[total.AccountId].ToBalance(total.NetDebit));
    }

    private static Expression<Func<AccountDay, Summand>> AsHeld => day => new Summand
    {
        IsHeld = true,
        AccountId = day.AccountId,
        Currency = day.Currency,
        Day = day.Day,
        Minor = day.NetDebitMinor,
    };

    private static async Task<List<AccountTotal>> SumAsync(IQueryable<AccountDay> days, DateOnly asOf, CancellationToken cancellationToken)
    {
        var sums = await days
            .GroupBy(day => new { day.AccountId, day.Currency })
            .Select(group => new { group.Key.AccountId, group.Key.Currency, Minor = group.Sum(day => day.NetDebitMinor) })
            .ToListAsync(cancellationToken);
        return [.. sums.OrderBy(sum => sum.Currency).Select(sum => new AccountTotal(sum.AccountId, new Money(sum.Minor, sum.Currency), asOf))];
    }

    private static async Task<List<(bool IsHeld, AccountTotal Total)>> SumByDayAsync(
        IQueryable<Summand> summands, Currency book, DateOnly cut, DateOnly last, CancellationToken cancellationToken)
    {
        var sums = await summands
            .GroupBy(row => new { row.IsHeld, row.AccountId, row.Currency, Day = row.Currency != book ? row.Day : row.Day <= cut ? cut : last })
            .Select(group => new { group.Key.IsHeld, group.Key.AccountId, group.Key.Currency, group.Key.Day, Minor = group.Sum(row => row.Minor) })
            .ToListAsync(cancellationToken);
        return
        [
            .. sums.OrderBy(sum => sum.Currency).ThenBy(sum => sum.Day)
                .Select(sum => (sum.IsHeld, new AccountTotal(sum.AccountId, new Money(sum.Minor, sum.Currency), sum.Day))),
        ];
    }

    private IQueryable<AccountDay> DaysOf(string organizationId)
        => db.AccountDays.AsNoTracking().Where(day => day.OrganizationId == organizationId);

    /// <summary>A row of a sum, be it a day's running total or a line.</summary>
    private sealed class Summand
    {
        public required bool IsHeld { get; init; }

        public required string AccountId { get; init; }

        public required Currency Currency { get; init; }

        public required DateOnly Day { get; init; }

        public required long Minor { get; init; }
    }
}
