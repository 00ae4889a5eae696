using System.Runtime.InteropServices;

namespace FinFlow.Analytics;

/// <summary>Where revenue came from over a range of days, compared with as many days before.</summary>
/// <param name="PreviousNetRevenue">Of as many days before.</param>
/// <param name="BySource">The largest first.</param>
/// <param name="Trend">Every day of the range, oldest first, also those on which nothing happened.</param>
public sealed record RevenueAnalytics(
    AnalyticsRange Range,
    Currency Currency,
    Money Revenue,
    Money Refunds,
    Money Fees,
    Money PreviousNetRevenue,
    IReadOnlyList<RevenueSource> BySource,
    IReadOnlyList<DashboardDay> Trend)
{
    /// <summary>Revenue less refunds and fees.</summary>
    public Money NetRevenue => Revenue - Refunds - Fees;

    /// <summary>Change of the net revenue as a ratio: 0.25 is a quarter more. Null when there was none before.</summary>
    public double? Growth => PreviousNetRevenue.IsPositive ? (double)(NetRevenue.Minor - PreviousNetRevenue.Minor) / PreviousNetRevenue.Minor : null;

    /// <summary>Refunds as a ratio of revenue; null when there was no revenue.</summary>
    public double? RefundRatio => Revenue.IsPositive ? (double)Refunds.Minor / Revenue.Minor : null;

    /// <summary>The same by months of the calendar, oldest first, also those in which nothing happened.</summary>
    public IReadOnlyList<DashboardMonth> Months => DashboardMonth.Of(Trend);

    public static RevenueAnalytics Of(AnalyticsRange range, DaySpan span, Currency currency, IReadOnlyCollection<RevenueDay> days)
    {
        var dashboard = Dashboard.Of(range, span, currency, [.. days.Where(day => day.Day >= span.From)], []);
        var before = days.Where(day => day.Day < span.From);
        return new RevenueAnalytics(
            range,
            currency,
            dashboard.Revenue,
            dashboard.Refunds,
            dashboard.Fees,
            new Money(before.Sum(day => day.RevenueMinor - day.RefundsMinor - day.FeesMinor), currency),
            [
                .. from day in days
                   where day.Day >= span.From
                   group day by day.Source into source
                   let revenue = source.Sum(day => day.RevenueMinor)
                   where revenue != 0
                   orderby revenue descending, source.Key
                   select new RevenueSource(source.Key, new Money(revenue, currency), source.Sum(day => day.EntryCount)),
            ],
            dashboard.Trend);
    }
}

/// <param name="Source">What the ledger's entries book: PAYMENT, INVOICE, MANUAL …</param>
public sealed record RevenueSource(string Source, Money Revenue, int EntryCount);

[QueryType]
public static class RevenueQueries
{
    /// <summary>Where the organisation's revenue came from, and how it grows.</summary>
    [Authorize(Permissions.AnalyticsRead)]
    public static async Task<RevenueAnalytics?> GetRevenueAnalyticsAsync(
        [Optional, DefaultParameterValue(AnalyticsRange.Last30Days)] AnalyticsRange range,
        Currency? currency,
        Caller caller,
        AnalyticsDbContext db,
        FinFlowConfiguration configuration,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var span = DaySpan.Of(range, clock.Today);
        var shown = currency ?? configuration.BaseCurrency;
        var days = await db.RevenueAsync(caller.OrganizationId, span with { From = span.Previous.From }, shown, cancellationToken);
        return RevenueAnalytics.Of(range, span, shown, days);
    }
}
