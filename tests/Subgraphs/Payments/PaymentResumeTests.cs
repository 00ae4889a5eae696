using FinFlow.Hosting;
using FinFlow.Messaging;
using FinFlow.Payments;

namespace FinFlow.Subgraphs.Tests;

/// <summary>A client of `paymentUpdated` that comes back, to whichever instance, with the cursor of what it saw last: it misses nothing and sees nothing twice.</summary>
public sealed class PaymentResumeTests : IDisposable
{
    private const string Process = """
        mutation($input: ProcessPaymentInput!) { processPayment(input: $input) { payment { id } errors { ... on Error { code message } } } }
        """;

    private readonly TemporaryFolder folder = new();
    private readonly CancellationTokenSource patience = new(TimeSpan.FromSeconds(60));

    [Fact]
    public async Task Client_Should_MissNothing_OverALostConnection()
    {
        await using var payments = await RunningSubgraph.StartAsync<PaymentsSubgraph>(folder.Path);
        await AssertNothingIsMissedAsync(payments, payments, () => { }, () => { });
    }

    [RedisFact]
    public async Task Client_Should_MissNothing_AtAnotherInstance_AlsoOfWhatHappenedWhileRedisWasAway()
    {
        using var redis = new RunningRedis();
        await using var one = await RunningSubgraph.StartAsync<PaymentsSubgraph>(folder.Path, null, redis.Variables);
        await using var other = await RunningSubgraph.StartAsync<PaymentsSubgraph>(folder.Path, null, redis.Variables);
        await AssertNothingIsMissedAsync(one, other, redis.Stop, redis.Start);
    }

    public void Dispose()
    {
        patience.Dispose();
        folder.Dispose();
    }

    /// <param name="one">Where the client is at first.</param>
    /// <param name="other">Where it comes back.</param>
    private async Task AssertNothingIsMissedAsync(RunningSubgraph one, RunningSubgraph other, Action stopRedis, Action startRedis)
    {
        var merchant = one.TokenFor("usr_1", "org_1", Roles.Merchant);
        var id = await AuthorizeAsync(one, merchant);
        string cursor;
        await using (var first = Follow(one, merchant, "0"))
        {
            Assert.Equal(("PENDING", id), await NextAsync(first));
            cursor = CursorOf(first);
        }

        // While nobody listens the payment is authorized, and while there is no Redis either it is captured.
        await Telling.UntilAsync(() => StatusAsync(one, merchant, id), status => status == "AUTHORIZED");
        stopRedis();
        await one.DataAsync($$"""mutation { capturePayment(input: { id: "{{id}}", idempotencyKey: "c1" }) { errors { ... on Error { code } } } }""", null, merchant);
        startRedis();

        await using (var second = Follow(other, merchant, cursor))
        {
            Assert.Equal(("AUTHORIZED", id), await NextAsync(second));
            Assert.Equal(("CAPTURED", id), await NextAsync(second));
            cursor = CursorOf(second);
        }

        // Gone once more, and back where it was at first.
        await other.DataAsync(
            $$"""mutation { refundPayment(input: { id: "{{id}}", idempotencyKey: "r1" }) { errors { ... on Error { code } } } }""", null, merchant);
        await using var third = Follow(one, merchant, cursor);
        Assert.Equal(("REFUNDED", id), await NextAsync(third));
    }

    private IAsyncEnumerator<System.Text.Json.JsonElement> Follow(RunningSubgraph payments, string merchant, string after)
        => payments.SubscribeAsync("subscription($after: String!) { paymentUpdated(after: $after) { cursor status payment { id } } }", new { after }, merchant, patience.Token)
            .GetAsyncEnumerator(patience.Token);

    private async Task<(string Status, string PaymentId)> NextAsync(IAsyncEnumerator<System.Text.Json.JsonElement> updates)
    {
        Assert.True(await updates.MoveNextAsync().AsTask().WaitAsync(patience.Token));
        var update = updates.Current.GetProperty("paymentUpdated");
        return (update.GetProperty("status").GetString()!, update.GetProperty("payment").GetProperty("id").GetString()!);
    }

    private static string CursorOf(IAsyncEnumerator<System.Text.Json.JsonElement> updates)
        => updates.Current.GetProperty("paymentUpdated").GetProperty("cursor").GetString()!;

    private static async Task<string> StatusAsync(RunningSubgraph payments, string merchant, string id)
        => (await payments.DataAsync("query($id: ID!) { payment(id: $id) { status } }", new { id }, merchant)).GetProperty("payment").GetProperty("status").GetString()!;

    private static async Task<string> AuthorizeAsync(RunningSubgraph payments, string merchant)
    {
        var paymentMethodId = (await payments.DataAsync(
            """mutation { addPaymentMethod(input: { token: "pm_card_visa" }) { paymentMethod { id } } }""", null, merchant))
            .GetProperty("addPaymentMethod").GetProperty("paymentMethod").GetProperty("id").GetString()!;
        var processed = await payments.DataAsync(
            Process,
            new { input = new { amount = new { amount = "80.00", currency = "USD" }, paymentMethodId, reference = "order", country = "US", captureMethod = "MANUAL", idempotencyKey = "k" } },
            merchant);
        var id = processed.GetProperty("processPayment").GetProperty("payment").GetProperty("id").GetString()!;
        await payments.TellAsync(
            TimeProvider.System,
            new TransactionApproved(new TransactionFacts("txn_1", id, "org_1", "usr_1", "PAYMENT", 1, "USD", "US", 0.1m, "LOW", []), null, TimeProvider.System.GetUtcNow()));
        return id;
    }
}
