namespace FinFlow.Accounting;

/// <summary>Exchange rates as rows, one for each pair and day.</summary>
public sealed class ExchangeRateStore(AccountingDbContext db, TimeProvider clock)
{
    /// <summary>Sets the pair's rate for a day; one that was set for this day before is replaced.</summary>
    public Task<Result<ExchangeRate>> SetAsync(Currency from, Currency to, DateOnly date, decimal rate, CancellationToken cancellationToken)
        => db.DecideAsync(
            async () =>
            {
                var known = await db.ExchangeRates.AsNoTracking().SingleOrDefaultAsync(
                    known => known.From == from && known.To == to && known.Date == date, cancellationToken);
                return ExchangeRate.Set(known?.Id ?? Id.New("fxr", clock), from, to, date, rate, clock.GetUtcNow()).Then<ExchangeRate>(set =>
                {
                    var stored = known is null ? set : set with { Version = known.Version };
                    db.Entry(stored).State = known is null ? EntityState.Added : EntityState.Modified;
                    return stored;
                });
            },
            cancellationToken);

    /// <summary>The rates that these amounts need on this day, or the first that is missing.</summary>
    public async Task<Result<Translation>> TranslationAsync(
        Currency target, IReadOnlyCollection<AccountTotal> totals, DateOnly day, CancellationToken cancellationToken)
    {
        Currency[] foreign = [.. totals.Select(total => total.NetDebit.Currency).Where(currency => currency != target).Distinct().Order()];
        var rates = foreign.Length == 0 ? [] : await ReadAsync(target, foreign, day, cancellationToken);
        return foreign.FirstOrDefault(currency => !rates.ContainsKey(currency)) is { IsNone: false } missing
            ? new ExchangeRateMissing(missing, target, day)
            : new Translation(target, rates);
    }

    /// <summary>Each pair's latest rate on or before the day, whichever way round it was set; the later one when both were.</summary>
    private async Task<Dictionary<Currency, decimal>> ReadAsync(Currency target, Currency[] foreign, DateOnly day, CancellationToken cancellationToken)
    {
        var latest = await db.ExchangeRates.AsNoTracking()
            .Where(rate => rate.Date <= day && ((rate.To == target && foreign.Contains(rate.From)) || (rate.From == target && foreign.Contains(rate.To))))
            .Where(rate => !db.ExchangeRates.Any(later => later.From == rate.From && later.To == rate.To && later.Date <= day && later.Date > rate.Date))
            .ToListAsync(cancellationToken);
        return latest
            .GroupBy(rate => rate.To == target ? rate.From : rate.To)
            .ToDictionary(pair => pair.Key, pair => pair.OrderByDescending(rate => rate.Date).ThenByDescending(rate => rate.SetAt)
                .Select(rate => rate.To == target ? rate.Rate : 1 / rate.Rate)
                .First());
    }
}
