using System.Globalization;
using FinFlow.Analytics;
using FinFlow.Compliance;
using FinFlow.Credit;
using FinFlow.Hosting;
using FinFlow.Messaging;
using static FinFlow.Subgraphs.Tests.TwoInstances;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Consumers of several topics, in two instances, change the same rows at once; each event counts exactly once and none is given up.</summary>
public sealed class ConcurrentEventsTests
{
    private const int Each = 25;

    private static readonly SettableClock Clock = new(new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero));

    private static DateOnly Today => new(2026, 3, 10);

    [PostgresFact]
    public async Task AuditTrail_Should_StayOneChain()
    {
        await using var compliance = await TwoInstances.StartAsync<ComplianceSubgraph>(Clock);
        await compliance.First.TellAsync(Clock, new UserRegistered("usr_1", "org_1", "ada@shop.example", "Ada", ["MERCHANT"], Clock.Now));
        await Telling.UntilAsync(() => Task.FromResult(compliance.Rows("SELECT COUNT(*) FROM risk_profiles")), rows => rows is ["1"]);

        var telling = TellAsync(compliance, number =>
        [
            new PaymentCaptured(SomeEvents.Payment($"pay_{number}", "org_1", 1_000), 1_000, 0, Clock.Now),
            new LoginSucceeded("usr_1", "org_1", $"ses_{number}", "PASSWORD", Clock.Now),
            new PeriodClosed($"fp_{number}", "org_1", new DateOnly(2026, 1, 1), new DateOnly(2026, 1, 31), Clock.Now),
            new TransactionCompleted(TransactionOf(number), Clock.Now),
        ]);
        var assessed = await compliance.AtOnceAsync(
            "assessRisk", "riskAssessment { id }", _ => new { }, _ => compliance.First.TokenFor("usr_1", "org_1", Roles.Merchant));
        await telling;

        var done = CodesOf(assessed).Count(code => code is null);
        var verified = await Telling.UntilAsync(
            async () => (await compliance.First.DataAsync("{ verifyAuditTrail { intact entryCount } }", null, compliance.First.TokenFor("usr_9", "org_9", Roles.ComplianceOfficer))).GetProperty("verifyAuditTrail"),
            trail => trail.GetProperty("entryCount").GetInt32() >= 1 + (4 * Each) + done);
        Assert.True(verified.GetProperty("intact").GetBoolean());
        Assert.Equal(1 + (4 * Each) + done, verified.GetProperty("entryCount").GetInt32());
        await compliance.AssertNothingGivenUpAsync();
    }

    [PostgresFact]
    public async Task Dashboards_Should_CountEachEventOnce()
    {
        await using var analytics = await TwoInstances.StartAsync<AnalyticsSubgraph>(Clock);

        await TellAsync(analytics, number =>
        [
            new PaymentAuthorized(SomeEvents.Payment($"pay_{number}", "org_1", 1_000), Clock.Now),
            new JournalPosted($"je_{number}", "org_1", "usr_1", "MANUAL", null, Today, [new PostedLine("acc_1", "4000", "REVENUE", 0, 100, "USD")], Clock.Now),
            new JournalReversed($"je_r{number}", $"je_{number}", "org_1", "usr_1", Today, [new PostedLine("acc_1", "4000", "REVENUE", 40, 0, "USD")], Clock.Now),
        ]);

        await Telling.UntilAsync(
            () => Task.FromResult<List<string>>(
                [.. analytics.Rows("SELECT ActionCount FROM user_days"), .. analytics.Rows("SELECT Source, RevenueMinor FROM revenue_days ORDER BY 1")]),
            figures => figures.SequenceEqual([$"{3 * Each}", $"MANUAL,{100 * Each}", $"REVERSAL,{-40 * Each}"]));
        // Each instance may have told that it has started.
        Assert.InRange(int.Parse(Assert.Single(analytics.Rows("SELECT COUNT(*) FROM inbox")), CultureInfo.InvariantCulture), 3 * Each, (3 * Each) + 2);
        await analytics.AssertNothingGivenUpAsync();
    }

    [PostgresFact]
    public async Task CreditHistory_Should_CountEachEventOnce()
    {
        await using var credit = await TwoInstances.StartAsync<CreditSubgraph>(Clock);

        await TellAsync(credit, number =>
        [
            new PaymentCaptured(SomeEvents.Payment($"pay_{number}", "org_1", 1_000), 1_000, 0, Clock.Now),
            new InvoiceIssued(new InvoiceFacts($"inv_{number}", "org_1", "usr_1", $"{number}", "Ada", 500, "USD", Today), Clock.Now),
        ]);

        await Telling.UntilAsync(() => Task.FromResult(credit.Rows("SELECT COUNT(*) FROM inbox")), rows => rows is [var count] && count == $"{2 * Each}");
        Assert.Equal([$"{Each},{1_000 * Each},{Each}"], credit.Rows("SELECT Captures, CapturedMinor, InvoicesIssued FROM monthly_activity"));
        await credit.AssertNothingGivenUpAsync();
    }

    private static TransactionFacts TransactionOf(int number)
        => new($"txn_{number}", null, "org_1", "usr_1", "DEPOSIT", 1_000, "USD", "US", 0.1m, "LOW", []);

    private static async Task TellAsync(TwoInstances subgraph, Func<int, IEvent[]> events)
    {
        for (var number = 0; number < Each; number++)
        {
            await SomeEvents.TellAsync(subgraph.First, Clock, events(number));
        }
    }
}
