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
                    db.Publish(new ExchangeRateSet(from.Code, to.Code, date, rate, stored.SetAt), clock);
                    return stored;
                });
            },
            cancellationToken);

    /// <summary>The rates of these currencies up to the day, those that were set; no question to the database when there is no other currency.</summary>
    public async Task<RateTable> TableAsync(Currency target, IEnumerable<Currency> currencies, DateOnly day, CancellationToken cancellationToken)
    {
        Currency[] foreign = [.. currencies.Where(currency => currency != target).Distinct()];
        return RateTable.Of(
            target,
            foreign.Length == 0
                ? []
                : await db.ExchangeRates.AsNoTracking()
                    .Where(rate => rate.Date <= day && ((rate.To == target && foreign.Contains(rate.From)) || (rate.From == target && foreign.Contains(rate.To))))
                    .ToListAsync(cancellationToken));
    }
}
