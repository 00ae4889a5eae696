namespace FinFlow.Analytics;

/// <summary>A metric over a range of days, none of them before its definition.</summary>
/// <param name="From">The range's first day, or that of the definition where it is later.</param>
/// <param name="Total">Computed from the figures of all days together: of a ratio it is the ratio of the sums, not a sum of ratios.</param>
/// <param name="TotalAmount">The same as money; null for numbers.</param>
/// <param name="Days">Every day, oldest first, also those on which nothing happened.</param>
public sealed record MetricSeries(
    AnalyticsRange Range, DateOnly From, DateOnly To, decimal? Total, Money? TotalAmount, IReadOnlyList<MetricDay> Days)
{
    internal static MetricSeries Of(Metric metric, AnalyticsRange range, DaySpan span, IReadOnlyCollection<IDayOfFigures> figures)
    {
        // Every stored expression was checked when it was defined; fields are added to the table and never taken away.
        var expression = MetricParser.Parse(metric.Expression).Value;
        var tracked = span with { From = metric.DefinedOn > span.From ? metric.DefinedOn : span.From };
        var counted = figures.Where(day => day.Day >= tracked.From && day.Day <= tracked.To).ToList();
        var byDay = counted.ToLookup(day => day.Day);
        var (total, totalAmount) = Show(expression.ValueOn(counted), metric);
        return new MetricSeries(range, tracked.From, tracked.To, total, totalAmount, [.. tracked.Days.Select(day => DayOf(day, [.. byDay[day]]))]);

        MetricDay DayOf(DateOnly date, List<IDayOfFigures> of)
        {
            var (value, amount) = Show(expression.ValueOn(of), metric);
            return new MetricDay(date, value, amount);
        }
    }

    // Amounts to the minor unit and ratios to ten digits, half to even: only what is shown is rounded, never what is computed with.
    private static (decimal? Value, Money? Amount) Show(decimal? value, Metric metric)
    {
        if (value is not { } known)
        {
            return (null, null);
        }

        if (metric.Type is MetricType.Number)
        {
            return (decimal.Round(known, 10), null);
        }

        var minor = decimal.Round(known);
        return minor is >= long.MinValue and <= long.MaxValue && new Money((long)minor, metric.Currency) is var amount ? (amount.ToDecimal(), amount) : (null, null);
    }
}

/// <param name="Value">Amounts in major units; null where it is divided by zero.</param>
/// <param name="Amount">The same as money; null for numbers.</param>
public sealed record MetricDay(DateOnly Date, decimal? Value, Money? Amount);
