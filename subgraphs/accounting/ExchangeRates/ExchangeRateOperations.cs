namespace FinFlow.Accounting;

[QueryType]
public static class ExchangeRateQueries
{
    /// <summary>Exchange rates, the latest first unless ordered otherwise.</summary>
    /// <param name="from">Only rates of this currency.</param>
    /// <param name="to">Only rates in this currency.</param>
    [Authorize(Permissions.LedgerRead), UsePaging(IncludeTotalCount = true), UseFiltering, UseSorting]
    public static async Task<Connection<ExchangeRate>> GetExchangeRatesAsync(
        Currency? from, Currency? to, PagingArguments paging, QueryContext<ExchangeRate> query, AccountingDbContext db, CancellationToken cancellationToken)
        => await db.ExchangeRates.AsNoTracking()
            .Where(rate => (from == null || rate.From == from) && (to == null || rate.To == to))
            .With(query, sort => sort.IfEmpty(latest => latest.AddDescending(rate => rate.Date)).AddDescending(rate => rate.Id))
            .ToPageAsync(paging, cancellationToken)
            .ToConnectionAsync();
}

[MutationType]
public static class ExchangeRateMutations
{
    /// <summary>Sets how much a unit of one currency is worth in another, from a day on.</summary>
    /// <param name="rate">Units of `to` for one unit of `from`.</param>
    /// <param name="date">The first day on which it holds; today when absent.</param>
    [Authorize(Permissions.LedgerRates)]
    [Error<ExchangeRateInvalid>, Error<ExchangeRateOfOneCurrency>, Error<BookBusy>]
    public static Task<Result<ExchangeRate>> SetExchangeRateAsync(
        Currency from, Currency to, decimal rate, DateOnly? date, ExchangeRateStore rates, TimeProvider clock, CancellationToken cancellationToken)
        => rates.SetAsync(from, to, date ?? clock.Today, rate, cancellationToken);
}
