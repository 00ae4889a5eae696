using System.Runtime.InteropServices;

namespace FinFlow.Analytics;

/// <summary>How the organisation's transactions of one currency were judged over a range of days.</summary>
/// <param name="TransactionCount">Judged by the rules, each once.</param>
/// <param name="Volume">Their amounts together.</param>
/// <param name="ReleasedCount">Held first, then approved by a reviewer.</param>
/// <param name="AverageRiskScore">From 0 to 1; null when there were no transactions.</param>
/// <param name="ByRiskLevel">The lowest level first.</param>
/// <param name="Trend">Every day of the range, oldest first.</param>
public sealed record TransactionAnalytics(
    AnalyticsRange Range,
    Currency Currency,
    int TransactionCount,
    Money Volume,
    int HeldCount,
    int RejectedCount,
    int ReleasedCount,
    int CompletedCount,
    double? AverageRiskScore,
    IReadOnlyList<RiskLevelCount> ByRiskLevel,
    IReadOnlyList<TransactionAnalyticsDay> Trend)
{
    private static readonly string[] Levels = ["LOW", "MEDIUM", "HIGH", "CRITICAL"];

    /// <summary>The same by months of the calendar, oldest first, also those in which nothing happened.</summary>
    public IReadOnlyList<TransactionAnalyticsMonth> Months =>
        [.. Trend.GroupBy(day => day.Date.MonthText).Select(month => TransactionAnalyticsMonth.Of([.. month]))];

    public static TransactionAnalytics Of(AnalyticsRange range, DaySpan span, Currency currency, IReadOnlyCollection<TransactionDay> days)
    {
        var count = days.Sum(day => day.JudgedCount);
        var byDay = days.ToLookup(day => day.Day);
        return new TransactionAnalytics(
            range,
            currency,
            count,
            new Money(days.Sum(day => day.JudgedMinor), currency),
            days.Sum(day => day.HeldCount),
            days.Sum(day => day.RejectedCount),
            days.Sum(day => day.ReleasedCount),
            days.Sum(day => day.CompletedCount),
            count == 0 ? null : days.Sum(day => day.RiskScoreMicros) / 1_000_000d / count,
            [.. Levels.Select(level => new RiskLevelCount(level, days.Where(day => day.RiskLevel == level).Sum(day => day.JudgedCount)))],
            [.. span.Days.Select(day => new TransactionAnalyticsDay(
                day, byDay[day].Sum(figures => figures.JudgedCount), new Money(byDay[day].Sum(figures => figures.JudgedMinor), currency)))]);
    }
}

public sealed record RiskLevelCount(string RiskLevel, int TransactionCount);

public sealed record TransactionAnalyticsDay(DateOnly Date, int TransactionCount, Money Volume);

/// <summary>A month of the calendar, in UTC, as far as the range reaches into it.</summary>
/// <param name="From">The month's first day, or the range's where that is later.</param>
/// <param name="To">The month's last day, or the range's where that is earlier.</param>
public sealed record TransactionAnalyticsMonth(DateOnly From, DateOnly To, int TransactionCount, Money Volume)
{
    /// <summary>As 2026-03.</summary>
    public string Month => From.MonthText;

    internal static TransactionAnalyticsMonth Of(IReadOnlyList<TransactionAnalyticsDay> days) => new(
        days[0].Date, days[^1].Date, days.Sum(day => day.TransactionCount), new Money(days.Sum(day => day.Volume.Minor), days[0].Volume.Currency));
}

[QueryType]
public static class TransactionQueries
{
    /// <summary>How the organisation's transactions were judged.</summary>
    [Authorize(Permissions.AnalyticsRead)]
    public static async Task<TransactionAnalytics?> GetTransactionAnalyticsAsync(
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
        return TransactionAnalytics.Of(range, span, shown, await db.TransactionsAsync(caller.OrganizationId, span, shown, cancellationToken));
    }
}
