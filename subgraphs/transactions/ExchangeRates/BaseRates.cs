namespace FinFlow.Transactions;

/// <summary>What amounts are worth in the base currency on a day, by the latest rate of that day or before it.</summary>
internal sealed class BaseRates
{
    private readonly Currency _target;
    private readonly IReadOnlyDictionary<Currency, decimal> _rates;

    private BaseRates(Currency target, IReadOnlyDictionary<Currency, decimal> rates) => (_target, _rates) = (target, rates);

    /// <summary>The rates that these currencies need; without a foreign one nothing is read.</summary>
    public static async Task<BaseRates> ReadAsync(
        TransactionCache cache, Currency target, IEnumerable<Currency> currencies, DateOnly day, CancellationToken cancellationToken)
    {
        Currency[] foreign = [.. currencies.Where(currency => currency != target).Distinct()];
        if (foreign.Length == 0)
        {
            return new BaseRates(target, new Dictionary<Currency, decimal>());
        }

        var latest = await cache.RatesAsync(target, foreign, day, cancellationToken);
        return new BaseRates(target, latest
            .GroupBy(rate => rate.To == target ? rate.From : rate.To)
            // A pair may have been set either way round; the later one counts.
            .ToDictionary(pair => pair.Key, pair => pair.OrderByDescending(rate => rate.Date).ThenByDescending(rate => rate.SetAt)
                .Select(rate => rate.To == target ? rate.Rate : 1 / rate.Rate)
                .First()));
    }

    /// <summary>Every pair's latest rate on the day, or before it.</summary>
    public static async Task<IReadOnlyList<BaseRate>> LatestAsync(
        TransactionsDbContext db, Currency target, IReadOnlyList<Currency> foreign, DateOnly day, CancellationToken cancellationToken)
        => await db.Rates.AsNoTracking()
            .Where(rate => rate.Date <= day && ((rate.To == target && foreign.Contains(rate.From)) || (rate.From == target && foreign.Contains(rate.To))))
            .Where(rate => !db.Rates.Any(later => later.From == rate.From && later.To == rate.To && later.Date <= day && later.Date > rate.Date))
            .ToListAsync(cancellationToken);

    /// <summary>In major units of the base currency, rounded to its minor ones; null when there is no rate.</summary>
    public decimal? ToBase(Money amount)
        => amount.Currency == _target ? amount.ToDecimal()
            : _rates.TryGetValue(amount.Currency, out var rate) ? decimal.Round(amount.ToDecimal() * rate, _target.MinorDigits)
            : null;

    /// <summary>The same in minor units; null also for what is beyond every limit, and so will never be counted.</summary>
    public long? ToMinor(decimal? amount)
        => amount is { } known && known <= Limits.SingleMax ? Money.Parse(known, _target).Value.Minor : null;
}
