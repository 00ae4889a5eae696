namespace FinFlow.Transactions;

/// <summary>A rate as the accounting subgraph told it: units of <see cref="To"/> for one of <see cref="From"/>, from a day on.</summary>
internal sealed record BaseRate(Currency From, Currency To, DateOnly Date, decimal Rate, DateTimeOffset SetAt);

/// <summary>Keeps the rates that accounting sets, so that limits hold for every currency without asking anybody.</summary>
internal sealed class LearnExchangeRate(TransactionsDbContext db) : IEventHandler<ExchangeRateSet>
{
    public async Task HandleAsync(EventContext<ExchangeRateSet> received, CancellationToken cancellationToken)
    {
        var told = received.Payload;
        var rate = new BaseRate(Currency.Of(told.From), Currency.Of(told.To), told.Date, told.Rate, told.OccurredAt);
        var known = await db.Rates.AsNoTracking()
            .SingleOrDefaultAsync(other => other.From == rate.From && other.To == rate.To && other.Date == rate.Date, cancellationToken);
        if (known is null)
        {
            db.Rates.Add(rate);
        }
        else if (known.SetAt <= rate.SetAt)
        {
            db.Update(rate);
        }
    }
}
