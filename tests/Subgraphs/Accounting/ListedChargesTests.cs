using System.Text.Json;
using FinFlow.Accounting;
using FinFlow.Messaging;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Captured payments reconcile themselves with what the processor says that it moved on the day.</summary>
public sealed class ListedChargesTests : IAsyncLifetime
{
    private static readonly DateOnly Day = new(2026, 3, 10);

    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new(new DateTimeOffset(2026, 3, 12, 12, 0, 0, TimeSpan.Zero));
    private RunningSubgraph accounting = null!;

    private static DateTimeOffset Noon => new(Day, new TimeOnly(12, 0), TimeSpan.Zero);

    private string Ada => accounting.TokenFor("usr_1", "org_1", "MERCHANT");

    public async Task InitializeAsync()
    {
        accounting = await RunningSubgraph.StartAsync<AccountingSubgraph>(folder.Path, clock);
        await accounting.TellAsync(
            clock,
            Captured("pay_1", 10_000, 320, Noon),
            Captured("pay_2", 10_000, 320, Noon),
            new PaymentRefunded(SomeEvents.Payment("pay_1", "org_1", 10_000), "ref_1", 2_500, 2_500, null, Noon.AddHours(1)),
            Captured("pay_3", 5_000, 175, Noon.AddDays(-1)));
    }

    [Fact]
    public async Task WhatAgrees_Should_BeMatched_EvenAcrossMidnight()
    {
        // The processor's clock had not struck twelve yet when ours had, and the day before was listed first.
        await ListAsync(Day.AddDays(-1), []);
        Assert.Equal(["MISSING_ON_STATEMENT 2026-03-09 -48.25"], Discrepancies(await ReconciliationAsync(Day.AddDays(-1))));

        await ListAsync(Day, [Capture("mov_3", "pay_3", 5_000, 175), Capture("mov_1", "pay_1", 10_000, 320), Capture("mov_2", "pay_2", 10_000, 320), Refund("mov_4", "pay_1", "ref_1", 2_500)]);

        var found = await ReconciliationAsync(Day);
        Assert.Equal(("MATCHED", 4), (found.Text("status"), found.GetProperty("matchedCount").GetInt32()));
        Assert.Equal("1010 sandbox", $"{found.GetProperty("account").Text("code")} {found.GetProperty("statement").Text("processor")}");
        Assert.Equal(
            ["mov_3 Capture of 50.00 USD, fee 1.75 USD: pay_3", "mov_1 Capture of 100.00 USD, fee 3.20 USD: pay_1", "mov_2 Capture of 100.00 USD, fee 3.20 USD: pay_2", "mov_4 Refund of 25.00 USD: pay_1"],
            found.GetProperty("matches").EnumerateArray().Select(match =>
                $"{match.GetProperty("line").Text("reference")} {match.GetProperty("line").Text("description")}: {match.GetProperty("journalEntry").GetProperty("payment").Text("id")}"));
        Assert.Equal("MATCHED", (await ReconciliationAsync(Day.AddDays(-1))).Text("status"));
    }

    [Fact]
    public async Task WhatDiffers_Should_BecomeADiscrepancy_AndBeTold_UntilTheDayIsListedAgain()
    {
        await ListAsync(Day, [Capture("mov_1", "pay_1", 10_000, 330), Capture("mov_9", "pay_9", 700, 50), Refund("mov_4", "pay_1", "ref_1", 2_500), Capture("mov_5", "pay_1", 10_000, 320)]);

        var found = await ReconciliationAsync(Day);
        Assert.Equal("DISCREPANT", found.Text("status"));
        Assert.Equal(
            ["AMOUNT_DIFFERS 2026-03-10 -0.10", "MISSING_IN_BOOK 2026-03-10 6.50", "MISSING_IN_BOOK 2026-03-10 96.80", "MISSING_ON_STATEMENT 2026-03-10 -96.80"],
            Discrepancies(found));
        Assert.Equal(["book of org_1 against sandbox on 2026-03-10"], await AlarmsAsync(1));

        // An older list that comes late says nothing new; a newer one takes the place of what was found.
        await ListAsync(Day, [], listedAt: clock.Now.AddMinutes(-1));
        Assert.Equal("DISCREPANT", (await ReconciliationAsync(Day)).Text("status"));
        await ListAsync(
            Day, [Capture("mov_1", "pay_1", 10_000, 320), Capture("mov_2", "pay_2", 10_000, 320), Refund("mov_4", "pay_1", null, 2_500)], listedAt: clock.Now.AddMinutes(1));
        await Telling.UntilAsync(() => ReconciliationAsync(Day), reconciliation => reconciliation.Text("status") == "MATCHED");
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task DayThatGoesOn_Should_MissNothingYet()
    {
        await ListAsync(Day, [Capture("mov_1", "pay_1", 10_000, 320)], isComplete: false);

        Assert.Equal("MATCHED", (await ReconciliationAsync(Day)).Text("status"));

        // An alarm about another day, told later, is the first of all.
        await ListAsync(Day.AddDays(-1), []);
        Assert.Equal(["book of org_1 against sandbox on 2026-03-09"], await AlarmsAsync(1));
    }

    [Fact]
    public async Task OtherProcessors_Should_NotMissWhatIsNotTheirs()
    {
        await accounting.TellAsync(clock, new ChargesListed("org_1", "stripe", Day, true, [], clock.Now));

        Assert.Equal("MATCHED", (await ReconciliationAsync(Day)).Text("status"));
    }

    [Fact]
    public async Task List_Should_BeReconciledAgainByHand_OnceTheBookHasFollowed()
    {
        await ListAsync(Day, [Capture("mov_1", "pay_1", 10_000, 320), Capture("mov_2", "pay_2", 10_000, 320), Refund("mov_4", "pay_1", "ref_1", 2_500), Capture("mov_7", "pay_7", 900, 56)]);
        var found = await ReconciliationAsync(Day);
        Assert.Equal(["MISSING_IN_BOOK 2026-03-10 8.44"], Discrepancies(found));
        await accounting.TellAsync(clock, Captured("pay_7", 900, 56, Noon.AddDays(2)));

        await Telling.UntilAsync(
            async () =>
            {
                var again = await accounting.DataAsync(
                    "mutation($id: ID!) { reconcile(input: { statementId: $id }) { reconciliation { status } errors { ... on Error { code } } } }",
                    new { id = found.GetProperty("statement").Text("id") },
                    Ada);
                return again.GetProperty("reconcile").GetProperty("reconciliation").Text("status");
            },
            status => status == "MATCHED");
    }

    public async Task DisposeAsync()
    {
        await accounting.DisposeAsync();
        folder.Dispose();
    }

    private static PaymentCaptured Captured(string id, long minor, long feeMinor, DateTimeOffset at)
        => new(SomeEvents.Payment(id, "org_1", minor), minor, feeMinor, at);

    private static ListedCharge Capture(string id, string paymentId, long minor, long feeMinor) => new(id, paymentId, null, "CAPTURE", minor, feeMinor, "USD", Noon);

    private static ListedCharge Refund(string id, string paymentId, string? refundId, long minor) => new(id, paymentId, refundId, "REFUND", minor, 0, "USD", Noon);

    private static IEnumerable<string> Discrepancies(JsonElement reconciliation) => reconciliation.GetProperty("discrepancies").EnumerateArray()
        .Select(found => $"{found.Text("kind")} {found.Text("date")} {found.GetProperty("difference").Text("amount")}");

    private Task ListAsync(DateOnly day, ListedCharge[] charges, bool isComplete = true, DateTimeOffset? listedAt = null)
        => accounting.TellAsync(clock, new ChargesListed("org_1", "sandbox", day, isComplete, charges, listedAt ?? clock.Now));

    private async Task<int> CountAsync()
        => (await accounting.DataAsync("{ reconciliations { totalCount } }", null, Ada)).GetProperty("reconciliations").GetProperty("totalCount").GetInt32();

    private Task<JsonElement> ReconciliationAsync(DateOnly day)
        => Telling.UntilAsync(
            async () => (await accounting.DataAsync(
                """
                query($day: Date!) { reconciliations(where: { from: { eq: $day } }) { nodes {
                  id status matchedCount account { code } statement { id processor format }
                  matches { line { reference description } journalEntry { payment { id } } }
                  discrepancies { kind date difference { amount } } } } }
                """,
                new { day = $"{day:yyyy-MM-dd}" },
                Ada)).GetProperty("reconciliations").GetProperty("nodes").EnumerateArray().FirstOrDefault(),
            found => found.ValueKind == JsonValueKind.Object);

    /// <summary>What the alarms are about, once there are so many.</summary>
    private Task<string[]> AlarmsAsync(int count)
        => Telling.UntilAsync(
            async () =>
            {
                using var reader = accounting.Events.ReadAs($"{Guid.CreateVersion7()}", Topics.System);
                using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
                var told = await reader.ReadAsync(10, patience.Token);
                return told.Select(one => EventEnvelope.Parse(one.Envelope.Span).TryRead()).OfType<VerificationFailed>().Select(alarm => alarm.Subject).ToArray();
            },
            alarms => alarms.Length >= count);
}
