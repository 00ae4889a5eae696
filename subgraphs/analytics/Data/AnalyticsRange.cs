using System.Globalization;

namespace FinFlow.Analytics;

/// <summary>The days up to today, today included.</summary>
public enum AnalyticsRange
{
    Last7Days,
    Last30Days,
    Last90Days,

    /// <summary>365 days.</summary>
    LastYear,
}

/// <summary>A row of days, both ends included, in UTC.</summary>
public readonly record struct DaySpan(DateOnly From, DateOnly To)
{
    public int DayCount => To.DayNumber - From.DayNumber + 1;

    /// <summary>As many days just before.</summary>
    public DaySpan Previous => new(From.AddDays(-DayCount), From.AddDays(-1));

    public IEnumerable<DateOnly> Days
    {
        get
        {
            var from = From;
            return Enumerable.Range(0, DayCount).Select(offset => from.AddDays(offset));
        }
    }

    public static DaySpan Of(AnalyticsRange range, DateOnly today) => new(today.AddDays(1 - CountOf(range)), today);

    private static int CountOf(AnalyticsRange range) => range switch
    {
        AnalyticsRange.Last7Days => 7,
        AnalyticsRange.Last90Days => 90,
        AnalyticsRange.LastYear => 365,
        _ => 30,
    };
}

internal static class Calendar
{
    extension(TimeProvider clock)
    {
        public DateOnly Today => clock.GetUtcNow().UtcDay;
    }

    extension(DateTimeOffset time)
    {
        public DateOnly UtcDay => DateOnly.FromDateTime(time.UtcDateTime);
    }

    extension(DateOnly day)
    {
        /// <summary>Its month as 2026-03: with two digits, so that text is in the order of time.</summary>
        public string MonthText => day.ToString("yyyy-MM", CultureInfo.InvariantCulture);
    }
}
