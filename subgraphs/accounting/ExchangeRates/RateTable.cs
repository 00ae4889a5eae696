namespace FinFlow.Accounting;

/// <summary>What a unit of other currencies is worth in one, day by day, as far as somebody has set it.</summary>
/// <param name="Target">The currency in which the others are worth something.</param>
/// <param name="Rates">Of each other currency, from the first day on which a rate holds to the last.</param>
public sealed record RateTable(Currency Target, IReadOnlyDictionary<Currency, IReadOnlyList<(DateOnly From, decimal Rate)>> Rates)
{
    public bool Knows(Currency currency) => currency == Target || Rates.ContainsKey(currency);

    /// <summary>The rate of the day. Days before the first rate have the first, so that what came earlier is worth something too.</summary>
    public decimal On(Currency currency, DateOnly day)
    {
        var rates = Rates[currency];
        var (first, past) = (0, rates.Count);
        while (past - first > 1)
        {
            var middle = (first + past) / 2;
            (first, past) = rates[middle].From <= day ? (middle, past) : (first, middle);
        }

        return rates[first].Rate;
    }

    /// <param name="rates">Between the target and others, whichever way round; of two for one day the one that was set last counts.</param>
    public static RateTable Of(Currency target, IEnumerable<ExchangeRate> rates) => new(
        target,
        rates.GroupBy(rate => rate.To == target ? rate.From : rate.To).ToDictionary(
            pair => pair.Key,
            pair => (IReadOnlyList<(DateOnly, decimal)>)
            [
                .. from rate in pair
                   group rate by rate.Date into day
                   orderby day.Key
                   let last = day.MaxBy(rate => rate.SetAt)!
                   select (day.Key, last.To == target ? last.Rate : 1 / last.Rate),
            ]));
}
