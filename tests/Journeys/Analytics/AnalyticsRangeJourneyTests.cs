using System.Globalization;
using System.Text.Json;

namespace FinFlow.Journeys.Tests;

/// <summary>Dashboard, revenue, transactions and users over 7, 30, 90 and 365 days: what counts is in, what is older is not, and no day or month is missing.</summary>
[Collection(AnalyticsCollection.Name)]
public sealed class AnalyticsRangeJourneyTests(SharedDeployment shared)
{
    private const string Analytics =
        """
        query($range: AnalyticsRange!) {
          dashboard(range: $range) {
            from to revenue { amount } paymentCount averagePayment { amount } trend { date revenue { amount } paymentCount } months { month from to revenue { amount } paymentCount }
          }
          revenueAnalytics(range: $range) {
            revenue { amount } previousNetRevenue { amount } bySource { source revenue { amount } entryCount } trend { date revenue { amount } } months { month revenue { amount } }
          }
          transactionAnalytics(range: $range) {
            transactionCount completedCount volume { amount } byRiskLevel { riskLevel transactionCount } trend { date transactionCount } months { month transactionCount volume { amount } }
          }
          userAnalytics(range: $range) {
            userCount newUserCount activeUserCount actionCount trend { date activeUserCount actionCount } months { month activeUserCount actionCount }
          }
        }
        """;

    /// <summary>Each lies just within a range, or just outside of it.</summary>
    private static readonly int[] DaysAgo = [0, 6, 7, 29, 30, 89, 90, 364, 365];

    private static readonly (string Range, int Days)[] Ranges = [("LAST_7_DAYS", 7), ("LAST_30_DAYS", 30), ("LAST_90_DAYS", 90), ("LAST_YEAR", 365)];

    private readonly DateOnly today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

    [Fact]
    public async Task DashboardRevenueTransactionsAndUsers_Should_BeTold_ByEachRange()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        foreach (var daysAgo in DaysAgo)
        {
            await SellAsync(business, daysAgo);
        }

        var method = await business.AddPaymentMethodAsync();
        await business.PayAsync(method, "10.00");
        await business.PayAsync(method, "30.00");
        await Eventually.GetAsync(
            () => business.Client.DataAsync("{ dashboard { paymentCount } transactionAnalytics { completedCount } userAnalytics { actionCount } revenueAnalytics(range: LAST_YEAR) { bySource { entryCount } } }"),
            data => data.Value("dashboard.paymentCount").GetInt32() == 2 && data.Value("transactionAnalytics.completedCount").GetInt32() == 2
                && data.Value("userAnalytics.actionCount").GetInt32() == DaysAgo.Length + 2
                && data.Value("revenueAnalytics.bySource").EnumerateArray().Sum(source => source.Value("entryCount").GetInt32()) == DaysAgo.Length - 1 + 2);

        foreach (var (range, days) in Ranges)
        {
            var data = await business.Client.DataAsync(Analytics, new { range });
            AssertDashboard(data.Value("dashboard"), days);
            AssertRevenue(data.Value("revenueAnalytics"), days);
            AssertTransactions(data.Value("transactionAnalytics"), days);
            AssertUsers(data.Value("userAnalytics"), days);
        }
    }

    [Fact]
    public async Task Dashboard_Should_BeWatchedLive_ByRange()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        await using var week = await ServerSentEvents.StartAsync(
            shared.Deployment.Address, business.AccessToken, "subscription { dashboardUpdated(range: LAST_7_DAYS) { revenue { amount } trend { date } } }");
        await using var year = await WebSocketSubscription.StartAsync(
            shared.Deployment.Address, business.AccessToken, "subscription { dashboardUpdated(range: LAST_YEAR) { revenue { amount } months { month } } }");
        Assert.Equal(7, (await week.UntilAsync(data => data.Text("dashboardUpdated.revenue.amount") == "0.00")).Value("dashboardUpdated.trend").GetArrayLength());
        Assert.InRange((await year.UntilAsync(data => data.Text("dashboardUpdated.revenue.amount") == "0.00")).Value("dashboardUpdated.months").GetArrayLength(), 12, 13);

        await SellAsync(business, 0);
        await SellAsync(business, 364);

        await week.UntilAsync(data => data.Amount("dashboardUpdated.revenue.amount") == AmountOf(0));
        await year.UntilAsync(data => data.Amount("dashboardUpdated.revenue.amount") == AmountOf(0) + AmountOf(364));
    }

    private void AssertDashboard(JsonElement dashboard, int days)
    {
        var from = today.AddDays(1 - days);
        Assert.Equal(($"{from:O}", $"{today:O}"), (dashboard.Text("from"), dashboard.Text("to")));
        Assert.Equal(SoldWithin(0, days) + 40.00m, dashboard.Amount("revenue.amount"));
        Assert.Equal((2, "20.00"), (dashboard.Value("paymentCount").GetInt32(), dashboard.Text("averagePayment.amount")));
        Assert.Equal(
            Days(days).Select(day => $"{day:O} {SoldOn(day)}"),
            dashboard.Value("trend").EnumerateArray().Select(day => $"{day.Text("date")} {day.Text("revenue.amount")}"));
        Assert.Equal(
            Months(days).Select(month => $"{month[0]:yyyy-MM} {month[0]:O} {month[^1]:O} {month.Sum(SoldOn)}"),
            dashboard.Value("months").EnumerateArray().Select(month => $"{month.Text("month")} {month.Text("from")} {month.Text("to")} {month.Text("revenue.amount")}"));
    }

    private void AssertRevenue(JsonElement revenue, int days)
    {
        Assert.Equal(
            (SoldWithin(0, days) + 40.00m, SoldWithin(days, 2 * days)), (revenue.Amount("revenue.amount"), revenue.Amount("previousNetRevenue.amount")));
        Assert.Equal(
            new[] { ("PAYMENT", 40.00m, 2), ("MANUAL", SoldWithin(0, days), DaysAgo.Count(ago => ago < days)) }.OrderByDescending(source => source.Item2),
            revenue.Value("bySource").EnumerateArray().Select(source => (source.Text("source"), source.Amount("revenue.amount"), source.Value("entryCount").GetInt32())));
        Assert.Equal(days, revenue.Value("trend").GetArrayLength());
        Assert.Equal(
            Months(days).Select(month => $"{month[0]:yyyy-MM} {month.Sum(SoldOn)}"),
            revenue.Value("months").EnumerateArray().Select(month => $"{month.Text("month")} {month.Text("revenue.amount")}"));
    }

    private void AssertTransactions(JsonElement transactions, int days)
    {
        Assert.Equal(
            (2, 2, "40.00"), (transactions.Value("transactionCount").GetInt32(), transactions.Value("completedCount").GetInt32(), transactions.Text("volume.amount")));
        Assert.Equal(
            ["LOW 2", "MEDIUM 0", "HIGH 0", "CRITICAL 0"],
            transactions.Value("byRiskLevel").EnumerateArray().Select(level => $"{level.Text("riskLevel")} {level.Value("transactionCount")}"));
        Assert.Equal(
            Days(days).Select(day => $"{day:O} {(day == today ? 2 : 0)}"),
            transactions.Value("trend").EnumerateArray().Select(day => $"{day.Text("date")} {day.Value("transactionCount")}"));
        Assert.Equal(
            Months(days).Select(month => month[^1] == today ? $"{month[0]:yyyy-MM} 2 40.00" : $"{month[0]:yyyy-MM} 0 0.00"),
            transactions.Value("months").EnumerateArray().Select(month => $"{month.Text("month")} {month.Value("transactionCount")} {month.Text("volume.amount")}"));
    }

    // Entries by hand and payments are what the owner did, all of it today, for whatever day the entries count.
    private void AssertUsers(JsonElement users, int days)
    {
        var actions = DaysAgo.Length + 2;
        Assert.Equal(
            (1, 1, 1, actions),
            (users.Value("userCount").GetInt32(), users.Value("newUserCount").GetInt32(), users.Value("activeUserCount").GetInt32(), users.Value("actionCount").GetInt32()));
        Assert.Equal(
            Days(days).Select(day => day == today ? $"{day:O} 1 {actions}" : $"{day:O} 0 0"),
            users.Value("trend").EnumerateArray().Select(day => $"{day.Text("date")} {day.Value("activeUserCount")} {day.Value("actionCount")}"));
        Assert.Equal(
            Months(days).Select(month => month[^1] == today ? $"{month[0]:yyyy-MM} 1 {actions}" : $"{month[0]:yyyy-MM} 0 0"),
            users.Value("months").EnumerateArray().Select(month => $"{month.Text("month")} {month.Value("activeUserCount")} {month.Value("actionCount")}"));
    }

    /// <summary>Another for each day, so that no two sets of days have the same sum.</summary>
    private static decimal AmountOf(int daysAgo) => (1 << Array.IndexOf(DaysAgo, daysAgo)) + 0.01m;

    private static decimal SoldWithin(int from, int to) => DaysAgo.Where(ago => ago >= from && ago < to).Sum(AmountOf);

    private decimal SoldOn(DateOnly day)
    {
        var ago = today.DayNumber - day.DayNumber;
        return (ago == 0 ? 40.00m : 0.00m) + (DaysAgo.Contains(ago) ? AmountOf(ago) : 0.00m);
    }

    private IEnumerable<DateOnly> Days(int count) => Enumerable.Range(0, count).Select(index => today.AddDays(index + 1 - count));

    private IEnumerable<DateOnly[]> Months(int count) => Days(count).GroupBy(day => (day.Year, day.Month)).Select(month => month.ToArray());

    private async Task SellAsync(Business business, int daysAgo)
    {
        var amount = new { amount = AmountOf(daysAgo).ToString(CultureInfo.InvariantCulture), currency = "USD" };
        var posted = await business.Client.DataAsync(
            "mutation($input: PostJournalEntryInput!) { postJournalEntry(input: $input) { journalEntry { id } errors { ... on Error { code message } } } }",
            new
            {
                input = new
                {
                    description = "over the counter", idempotencyKey = $"{daysAgo} days ago", effectiveDate = today.AddDays(-daysAgo),
                    lines = new object[] { new { accountCode = "1000", debit = amount }, new { accountCode = "4000", credit = amount } },
                },
            });
        Assert.Equal(JsonValueKind.Null, posted.Value("postJournalEntry.errors").ValueKind);
    }
}
