using System.Text.Json;
using FinFlow.Messaging;
using static FinFlow.Subgraphs.Tests.RunningTransactions;

namespace FinFlow.Subgraphs.Tests;

/// <summary>History, velocity and daily totals are real: they lead up to HIGH and CRITICAL, hold across restarts of the minute, and know every currency.</summary>
public sealed class HistoryTests : IAsyncLifetime
{
    private RunningTransactions transactions = null!;

    public async Task InitializeAsync() => transactions = await StartAsync();

    public async Task DisposeAsync() => await transactions.DisposeAsync();

    [Fact]
    public async Task RiskyTransactions_Should_ReachHighAndCritical_AndBeHeld()
    {
        await transactions.TroubleAsync(20);
        var small = await transactions.SubmitBatchAsync([.. Enumerable.Range(0, 7).Select(i => Item($"s{i}", "0.01"))]);
        Assert.Equal((7, 0, 0, 0), Counts(small));

        var high = await transactions.SubmitAsync(Item("high", "60000.00", "TRANSFER", country: "AF", destinationAccountId: "acc_2"));
        Assert.Equal(("HELD", "HIGH"), StatusAndLevel(high));

        // A new UTC day with the last minute still counted: the daily total is fresh, the velocity is not.
        transactions.Clock.Now = new DateTimeOffset(2026, 3, 10, 23, 59, 30, TimeSpan.Zero);
        await transactions.TroubleAsync(40);
        await transactions.SubmitBatchAsync([.. Enumerable.Range(0, 9).Select(i => Item($"t{i}", "0.01"))]);
        transactions.Clock.Now = new DateTimeOffset(2026, 3, 11, 0, 0, 10, TimeSpan.Zero);
        var critical = await transactions.SubmitAsync(Item("critical", "99999.00", "TRANSFER", country: "AF", destinationAccountId: "acc_2"));

        Assert.Equal(("HELD", "CRITICAL"), StatusAndLevel(critical));
    }

    [Fact]
    public async Task HeldTransaction_Should_BeFoundByTheReviewer_ReviewedOnce_AndFollowed()
    {
        var id = await transactions.HoldAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var seen = new List<string>();
        var following = FollowAsync(id, seen, 2, patience.Token);
        await Telling.UntilAsync(() => Task.FromResult(seen.Count), count => count == 1);

        var held = (await transactions.Subgraph.DataAsync("{ heldTransactions { nodes { id riskLevel } } }", token: transactions.Reviewer)).GetProperty("heldTransactions");
        Assert.Equal($$"""[{"id":"{{id}}","riskLevel":"HIGH"}]""", held.GetProperty("nodes").ToString());

        Assert.Equal("PROCESSING", (await transactions.ReviewAsync("approveTransaction", id, "known customer")).GetProperty("transaction").GetProperty("status").GetString());
        Assert.Equal("TRANSACTION_NOT_HELD", CodeOf(await transactions.ReviewAsync("rejectTransaction", id, "too late")));
        await following;
        Assert.Equal(["HELD", "PROCESSING"], seen);
    }

    [Theory]
    [InlineData("approveTransaction", "")]
    [InlineData("approveTransaction", "   ")]
    [InlineData("rejectTransaction", "")]
    public async Task Review_Should_NeedAReason(string mutation, string reason)
        => Assert.Equal("REASON_REQUIRED", CodeOf(await transactions.ReviewAsync(mutation, await transactions.HoldAsync(), reason)));

    [Fact]
    public async Task Review_Should_NeedAKnownTransaction_AndThePermission()
    {
        Assert.Equal("TRANSACTION_NOT_FOUND", CodeOf(await transactions.ReviewAsync("approveTransaction", "txn_0", "why not")));
        var response = await transactions.Subgraph.SendAsync(
            """mutation { approveTransaction(input: { id: "txn_0", reason: "mine" }) { transaction { id } } }""", token: transactions.Merchant);
        Assert.Equal("AUTH_NOT_AUTHORIZED", response.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Follower_Should_NotSeeAnotherOrganisationsTransaction()
    {
        var id = (await transactions.SubmitAsync(Item("mine"))).GetProperty("transaction").GetProperty("id").GetString()!;

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => FollowAsync(
            id, [], 1, CancellationToken.None, transactions.Subgraph.TokenFor("usr_2", "org_2", "MERCHANT")));

        Assert.Contains("TRANSACTION_NOT_FOUND", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Limits_Should_CountInBaseCurrency_AtTheDaysRate()
    {
        var unknown = (await transactions.SubmitAsync(Item("unknown", "10.00", currency: "GBP"))).GetProperty("transaction");
        Assert.Equal("HELD", unknown.GetProperty("status").GetString());
        Assert.Equal("""["EXCHANGE_RATE_UNKNOWN"]""", unknown.GetProperty("warnings").ToString());

        await TellRatesAsync(
            new ExchangeRateSet("JPY", "USD", new DateOnly(2026, 3, 1), 0.0065m, transactions.Clock.Now),
            new ExchangeRateSet("JPY", "USD", new DateOnly(2026, 3, 11), 1m, transactions.Clock.Now),
            new ExchangeRateSet("USD", "GBP", new DateOnly(2026, 3, 9), 0.8m, transactions.Clock.Now));

        var yen = (await transactions.SubmitAsync(Item("yen", "10000", currency: "JPY"))).GetProperty("transaction");
        Assert.Equal(("PROCESSING", "[]"), (yen.GetProperty("status").GetString(), yen.GetProperty("warnings").ToString()));
        var pounds = (await transactions.SubmitAsync(Item("pounds", "79960.00", currency: "GBP"))).GetProperty("transaction");
        Assert.Equal("""["HIGH_VALUE_TRANSACTION"]""", pounds.GetProperty("warnings").ToString());

        // 65 + 99,950 = 100,015: the two currencies together are beyond the daily limit.
        Assert.Equal("""["DAILY_LIMIT_EXCEEDED"]""", pounds.GetProperty("errors").ToString());
    }

    [Fact]
    public async Task ThirdAmountJustBelowTheHighValue_Should_LookLikeStructuring()
    {
        var batch = await transactions.SubmitBatchAsync([Item("a", "9400.00"), Item("b", "9600.00"), Item("c", "9999.99")]);

        Assert.Equal("[]", batch.GetProperty("items")[1].GetProperty("transaction").GetProperty("warnings").ToString());
        Assert.Equal("""["POTENTIAL_STRUCTURING"]""", batch.GetProperty("items")[2].GetProperty("transaction").GetProperty("warnings").ToString());
    }

    private async Task TellRatesAsync(params IEvent[] rates)
    {
        await transactions.Subgraph.TellAsync(transactions.Clock, rates);
        await Telling.UntilAsync(
            async () => (await transactions.Subgraph.DataAsync(
                """{ validateTransaction(input: { type: DEPOSIT, amount: { amount: "1.00", currency: "GBP" } }) { warnings } }""", token: transactions.Merchant)).ToString(),
            answer => !answer.Contains("EXCHANGE_RATE_UNKNOWN", StringComparison.Ordinal));
    }

    private async Task FollowAsync(string id, List<string> seen, int count, CancellationToken cancellationToken, string? token = null)
    {
        await foreach (var update in transactions.Subgraph.SubscribeAsync(
            "subscription($id: ID!) { transactionUpdated(transactionId: $id) { status } }", new { id }, token ?? transactions.Merchant, cancellationToken))
        {
            seen.Add(update.GetProperty("transactionUpdated").GetProperty("status").GetString()!);
            if (seen.Count == count)
            {
                return;
            }
        }
    }

    private static (string?, string?) StatusAndLevel(JsonElement payload)
        => (payload.GetProperty("transaction").GetProperty("status").GetString(), payload.GetProperty("transaction").GetProperty("riskLevel").GetString());
}
