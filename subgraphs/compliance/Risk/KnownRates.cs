namespace FinFlow.Compliance;

/// <summary>A rate as accounting told it: units of <see cref="To"/> for one of <see cref="From"/>, from a day on.</summary>
internal sealed record KnownRate(Currency From, Currency To, DateOnly Date, decimal Rate, DateTimeOffset SetAt);

/// <summary>Keeps the rates that accounting sets, to know how large an amount of another currency is.</summary>
public sealed class KnownRates(ComplianceDbContext db, FinFlowConfiguration configuration)
{
    /// <summary>A later word about the same pair and day replaces the earlier one, in whichever order they come.</summary>
    internal async Task LearnAsync(ExchangeRateSet told, CancellationToken cancellationToken)
    {
        var rate = new KnownRate(Currency.Of(told.From), Currency.Of(told.To), told.Date, told.Rate, told.OccurredAt);
        var before = await db.Rates.AsNoTracking()
            .SingleOrDefaultAsync(known => known.From == rate.From && known.To == rate.To && known.Date == rate.Date, cancellationToken);
        if (before is null || before.SetAt <= rate.SetAt)
        {
            _ = before is null ? db.Add(rate) : db.Update(rate);
        }
    }

    /// <summary>In major units of the base currency, by the latest rate of that day or before; null when there is none.</summary>
    internal async Task<decimal?> ToBaseAsync(Money amount, DateOnly day, CancellationToken cancellationToken)
    {
        var target = configuration.BaseCurrency;
        if (amount.Currency == target)
        {
            return amount.ToDecimal();
        }

        // The pair may have been set either way round.
        var latest = await db.Rates.AsNoTracking()
            .Where(rate => rate.Date <= day && ((rate.From == amount.Currency && rate.To == target) || (rate.From == target && rate.To == amount.Currency)))
            .OrderByDescending(rate => rate.Date).ThenByDescending(rate => rate.SetAt)
            .FirstOrDefaultAsync(cancellationToken);
        return latest is null ? null : amount.ToDecimal() * (latest.To == target ? latest.Rate : 1 / latest.Rate);
    }
}
