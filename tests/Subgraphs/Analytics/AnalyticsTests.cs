using System.Text.Json;
using FinFlow.Analytics;
using FinFlow.Messaging;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Figures follow from events, each counted once, and what is watched is told.</summary>
public sealed class AnalyticsTests : IAsyncLifetime
{
    private const string Figures =
        "{ dashboard(range: LAST_7_DAYS) { revenue { amount currency } refunds { amount } fees { amount } netRevenue { amount } paymentCount heldCount failedCount averagePayment { amount } trend { date revenue { amount } paymentCount } } }";

    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new(new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero));
    private RunningSubgraph analytics = null!;

    private string Ada => analytics.TokenFor("usr_1", "org_1", "MERCHANT");

    public async Task InitializeAsync() => analytics = await RunningSubgraph.StartAsync<AnalyticsSubgraph>(folder.Path, clock);

    [Fact]
    public async Task Dashboard_Should_SayWhatTheLedgerSays()
    {
        var payment = SomeEvents.Payment("pay_2", "org_1", 5_000);
        await analytics.TellAsync(
            clock,
            Posted("je_1", "PAYMENT", 10, ("1010", 10_000, 0), ("4000", 0, 10_000), ("6000", 320, 0), ("1010", 0, 320)),
            Posted("je_2", "PAYMENT", 8, ("1010", 5_001, 0), ("4000", 0, 5_001)),
            Posted("je_3", "REFUND", 9, ("4000", 2_000, 0), ("1010", 0, 2_000)),
            Posted("je_4", "MANUAL", 9, ("1000", 700, 0), ("3000", 0, 700)),
            Posted("je_5", "INVOICE", 10, ("1100", 900, 0), ("4000", 0, 900)),
            new JournalReversed("je_6", "je_5", "org_1", "usr_1", new DateOnly(2026, 3, 10), [Line("4000", 900, 0), Line("1100", 0, 900)], clock.Now),
            Posted("je_7", "PAYMENT", 1, ("1010", 99_999, 0), ("4000", 0, 99_999)),
            new PaymentHeld(payment, "HIGH_RISK", clock.Now),
            new PaymentFailed(payment, "insufficient_funds", clock.Now),
            Last);
        await UntilAsync("6.40", 1);

        var dashboard = (await analytics.DataAsync(Figures, token: Ada)).GetProperty("dashboard");

        Assert.Equal(
            ("150.01", "20.00", "6.40", "123.61", "75.00"),
            (Amount(dashboard, "revenue"), Amount(dashboard, "refunds"), Amount(dashboard, "fees"), Amount(dashboard, "netRevenue"), Amount(dashboard, "averagePayment")));
        Assert.Equal((2, 1, 1), (Count(dashboard, "paymentCount"), Count(dashboard, "heldCount"), Count(dashboard, "failedCount")));
        Assert.Equal(
            ["2026-03-04 0.00 0", "2026-03-05 0.00 0", "2026-03-06 0.00 0", "2026-03-07 0.00 0", "2026-03-08 50.01 1", "2026-03-09 0.00 0", "2026-03-10 100.00 1"],
            dashboard.GetProperty("trend").EnumerateArray().Select(day => $"{day.GetProperty("date").GetString()} {Amount(day, "revenue")} {Count(day, "paymentCount")}"));

        var revenue = (await analytics.DataAsync(
            "{ revenueAnalytics(range: LAST_7_DAYS) { previousNetRevenue { amount } bySource { source revenue { amount } } } }", token: Ada)).GetProperty("revenueAnalytics");
        Assert.Equal("999.99", Amount(revenue, "previousNetRevenue"));
        Assert.Equal(
            ["PAYMENT 150.01", "INVOICE 9.00", "REVERSAL -9.00"],
            revenue.GetProperty("bySource").EnumerateArray().Select(source => $"{source.GetProperty("source").GetString()} {Amount(source, "revenue")}"));
    }

    [Fact]
    public async Task Dashboard_Should_BeEmpty_ForStrangers_And_OtherCurrencies()
    {
        await analytics.TellAsync(clock, Posted("je_1", "PAYMENT", 10, ("1010", 10_000, 0), ("4000", 0, 10_000)), Last);
        await UntilAsync("3.20", 0);

        var stranger = await analytics.DataAsync(Figures, token: analytics.TokenFor("usr_2", "org_2", "MERCHANT"));
        var euros = await analytics.DataAsync("""{ dashboard(currency: "EUR") { revenue { amount currency } } }""", token: Ada);

        Assert.Equal("0.00", Amount(stranger.GetProperty("dashboard"), "revenue"));
        Assert.Equal("""{"amount":"0.00","currency":"EUR"}""", euros.GetProperty("dashboard").GetProperty("revenue").ToString());
        Assert.Equal("AUTH_NOT_AUTHENTICATED", CodeOf(await analytics.SendAsync(Figures)));
    }

    [Fact]
    public async Task Event_Should_BeCountedOnce_HoweverOftenItIsDelivered()
    {
        var envelope = EventEnvelope.Wrap(Posted("je_1", "PAYMENT", 10, ("1010", 10_000, 0), ("4000", 0, 10_000)), "/finflow/accounting", clock);
        foreach (var delivery in (string[])["1", "2", "3"])
        {
            await analytics.Events.AppendAsync(
                [new LoggedEvent(Topics.Accounting, "je_1", $"{envelope.Id}-{delivery}", envelope.ToUtf8())], CancellationToken.None);
        }

        await analytics.TellAsync(clock, Last);
        await UntilAsync("3.20", 0);

        var dashboard = (await analytics.DataAsync(Figures, token: Ada)).GetProperty("dashboard");
        Assert.Equal(("100.00", 1), (Amount(dashboard, "revenue"), Count(dashboard, "paymentCount")));
    }

    [Fact]
    public async Task Transactions_Should_BeCountedOnce_WhateverAReviewerSaysLater()
    {
        var low = new TransactionFacts("txn_1", "pay_1", "org_1", "usr_1", "PAYMENT", 5_000, "USD", "US", 0.055m, "LOW", []);
        var high = low with { TransactionId = "txn_2", RiskScore = 0.645m, RiskLevel = "HIGH", AmountMinor = 1_000 };
        await analytics.TellAsync(
            clock,
            new TransactionApproved(low, null, clock.Now),
            new TransactionHeld(high, clock.Now),
            new TransactionApproved(high, "usr_9", clock.Now),
            new TransactionCompleted(low, clock.Now),
            new UserRegistered("usr_1", "org_1", "ada@shop.example", "Ada", ["MERCHANT"], clock.Now.AddDays(-40)),
            new PaymentAuthorized(SomeEvents.Payment("pay_1", "org_1", 5_000), clock.Now),
            Last);
        await UntilAsync("3.20", 0);
        await SomeEvents.UntilAsync(async () => (await ReadTransactionsAsync()).GetProperty("completedCount").GetInt32() == 1);

        var judged = await ReadTransactionsAsync();
        Assert.Equal(
            (2, 1, 0, 1, "60.00", 0.35),
            (Count(judged, "transactionCount"), Count(judged, "heldCount"), Count(judged, "rejectedCount"), Count(judged, "releasedCount"), Amount(judged, "volume"),
                judged.GetProperty("averageRiskScore").GetDouble()));

        await SomeEvents.UntilAsync(async () => (await UserAsync()).GetProperty("actionCount").GetInt32() == 1);
        var activity = await UserAsync();
        Assert.Equal(clock.Now.AddDays(-40), activity.GetProperty("registeredAt").GetDateTimeOffset());
        Assert.Equal(clock.Now, activity.GetProperty("lastActiveAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task DashboardUpdated_Should_BeTheWholeDashboard_NowAndAfterEachChange()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        const string Document = "subscription { dashboardUpdated { revenue { amount } paymentCount } }";
        await using var dashboards = analytics.SubscribeAsync(Document, null, Ada, patience.Token).GetAsyncEnumerator(patience.Token);
        Assert.True(await dashboards.MoveNextAsync());
        Assert.Equal("0.00", Amount(dashboards.Current.GetProperty("dashboardUpdated"), "revenue"));

        await analytics.TellAsync(
            clock, [.. Enumerable.Range(1, 50).Select(number => Posted($"je_{number}", "PAYMENT", 10, ("1010", 100, 0), ("4000", 0, 100)))]);

        var seen = 0;
        do
        {
            Assert.True(await dashboards.MoveNextAsync());
            seen++;
        }
        while (Count(dashboards.Current.GetProperty("dashboardUpdated"), "paymentCount") < 50);

        Assert.InRange(seen, 1, 49);
        Assert.Equal("50.00", Amount(dashboards.Current.GetProperty("dashboardUpdated"), "revenue"));
    }

    [Fact]
    public async Task DashboardUpdated_Should_TellOfTheNextDay()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        clock.Now = new DateTimeOffset(2026, 3, 10, 23, 59, 59, 900, TimeSpan.Zero);
        await using var dashboards = analytics.SubscribeAsync(
            "subscription { dashboardUpdated(range: LAST_7_DAYS) { trend { date } } }", null, Ada, patience.Token).GetAsyncEnumerator(patience.Token);
        Assert.True(await dashboards.MoveNextAsync());
        Assert.Equal("2026-03-10", LastDay(dashboards.Current));

        clock.Now = new DateTimeOffset(2026, 3, 11, 0, 0, 1, TimeSpan.Zero);
        Assert.True(await dashboards.MoveNextAsync());
        Assert.Equal("2026-03-11", LastDay(dashboards.Current));

        static string? LastDay(JsonElement data) => data.GetProperty("dashboardUpdated").GetProperty("trend").EnumerateArray().Last().GetProperty("date").GetString();
    }

    public async Task DisposeAsync()
    {
        await analytics.DisposeAsync();
        folder.Dispose();
    }

    /// <summary>Told after the others on each topic, so that whoever sees it has seen them.</summary>
    private static JournalPosted Last => Posted("je_last", "MANUAL", 10, ("6000", 320, 0), ("1000", 0, 320));

    private Task UntilAsync(string fees, int failedCount) => SomeEvents.UntilAsync(async () =>
    {
        var dashboard = (await analytics.DataAsync(Figures, token: Ada)).GetProperty("dashboard");
        return Amount(dashboard, "fees") == fees && Count(dashboard, "failedCount") == failedCount;
    });

    private async Task<JsonElement> ReadTransactionsAsync()
        => (await analytics.DataAsync(
            "{ transactionAnalytics { transactionCount volume { amount } heldCount rejectedCount releasedCount completedCount averageRiskScore } }", token: Ada))
            .GetProperty("transactionAnalytics");

    private async Task<JsonElement> UserAsync()
        => (await analytics.DataAsync("""{ userById(id: "usr_1") { activity { registeredAt lastActiveAt actionCount } } }""", token: Ada))
            .GetProperty("userById").GetProperty("activity");

    private static JournalPosted Posted(string id, string source, int day, params (string Code, long Debit, long Credit)[] lines) => new(
        id, "org_1", null, source, null, new DateOnly(2026, 3, day), [.. lines.Select(line => Line(line.Code, line.Debit, line.Credit))], DateTimeOffset.UnixEpoch);

    private static PostedLine Line(string code, long debit, long credit) => new($"acc_{code}", code, "ASSET", debit, credit, "USD");

    private static string Amount(JsonElement figures, string name) => figures.GetProperty(name).GetProperty("amount").GetString()!;

    private static int Count(JsonElement figures, string name) => figures.GetProperty(name).GetInt32();

    private static string? CodeOf(JsonElement response) => response.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString();
}
