using FinFlow.Analytics;
using FinFlow.Finance;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Months of a range are those of the calendar, in the order of time and without gaps, whatever happened in them.</summary>
public sealed class MonthTests
{
    private static readonly Currency Usd = Currency.Of("USD");

    [Theory]
    [InlineData("2026-03-31", AnalyticsRange.Last7Days, "2026-03 25–31")]
    [InlineData("2026-03-03", AnalyticsRange.Last7Days, "2026-02 25–28, 2026-03 1–3")]
    [InlineData("2028-03-01", AnalyticsRange.Last7Days, "2028-02 24–29, 2028-03 1–1")]
    [InlineData("2026-03-31", AnalyticsRange.Last30Days, "2026-03 2–31")]
    [InlineData("2026-03-31", AnalyticsRange.Last90Days, "2026-01 1–31, 2026-02 1–28, 2026-03 1–31")]
    [InlineData("2026-01-31", AnalyticsRange.Last90Days, "2025-11 3–30, 2025-12 1–31, 2026-01 1–31")]
    [InlineData(
        "2026-10-31", AnalyticsRange.LastYear,
        "2025-11 1–30, 2025-12 1–31, 2026-01 1–31, 2026-02 1–28, 2026-03 1–31, 2026-04 1–30, 2026-05 1–31, 2026-06 1–30, 2026-07 1–31, 2026-08 1–31, 2026-09 1–30, 2026-10 1–31")]
    public void Months_Should_BeThoseOfTheCalendar_WithoutGaps(string today, AnalyticsRange range, string months)
    {
        var span = DaySpan.Of(range, DateOnly.ParseExact(today, "O", null));

        var dashboard = Dashboard.Of(range, span, Usd, [], []);
        var transactions = TransactionAnalytics.Of(range, span, Usd, []);
        var users = UserAnalytics.Of(range, span, [], []);

        Assert.Equal(months, string.Join(", ", dashboard.Months.Select(month => $"{month.Month} {month.From.Day}–{month.To.Day}")));
        Assert.Equal(months, string.Join(", ", transactions.Months.Select(month => $"{month.Month} {month.From.Day}–{month.To.Day}")));
        Assert.Equal(months, string.Join(", ", users.Months.Select(month => $"{month.Month} {month.From.Day}–{month.To.Day}")));
        Assert.All(dashboard.Months, month => Assert.Equal((Money.Zero(Usd), 0), (month.Revenue, month.PaymentCount)));
    }

    [Fact]
    public void Month_Should_SumItsDays_AndCountAPersonOnce()
    {
        var span = DaySpan.Of(AnalyticsRange.Last90Days, new DateOnly(2026, 3, 31));
        RevenueDay Sold(int month, int day, long minor) => new() { OrganizationId = "org_1", Day = new DateOnly(2026, month, day), Currency = Usd, Source = "PAYMENT", RevenueMinor = minor, RefundsMinor = 5, FeesMinor = 1, EntryCount = 2 };
        UserDay Active(int month, int day, string userId) => new() { OrganizationId = "org_1", Day = new DateOnly(2026, month, day), UserId = userId, ActionCount = 3 };

        var dashboard = Dashboard.Of(AnalyticsRange.Last90Days, span, Usd, [Sold(1, 1, 100), Sold(1, 31, 20), Sold(3, 1, 7)], []);
        var users = UserAnalytics.Of(AnalyticsRange.Last90Days, span, [], [Active(1, 1, "usr_1"), Active(1, 2, "usr_1"), Active(1, 2, "usr_2"), Active(3, 31, "usr_1")]);

        Assert.Equal(
            [(120L, 10L, 2L, 4), (0L, 0L, 0L, 0), (7L, 5L, 1L, 2)],
            dashboard.Months.Select(month => (month.Revenue.Minor, month.Refunds.Minor, month.Fees.Minor, month.PaymentCount)));
        Assert.Equal([(2, 9), (0, 0), (1, 3)], users.Months.Select(month => (month.ActiveUserCount, month.ActionCount)));
    }
}
