using System.Text.Json;
using FinFlow.GraphQL.Execution;
using FinFlow.Hosting;
using FinFlow.Payments;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Steps that commit in another order than they were numbered in: whoever watches an organisation's payments sees each once, and in order.</summary>
public sealed class PaymentStreamTests : IDisposable
{
    private const int Payments = 160;

    private readonly CancellationTokenSource patience = new(TimeSpan.FromSeconds(90));

    [PostgresFact]
    public async Task Step_Should_WaitForThoseBelowIt_WhichHaveNotCommitted()
    {
        await using var payments = await TwoInstances.StartAsync<PaymentsSubgraph>();
        await using var resumed = Follow(payments, "0");
        await using var fresh = Follow(payments, null);
        var (ofResumed, ofFresh) = (resumed.MoveNextAsync().AsTask(), fresh.MoveNextAsync().AsTask());
        await Task.Delay(500, patience.Token);

        var slow = await WriteAsync(payments, "pay_slow");
        await CommitAsync(await WriteAsync(payments, "pay_quick"), payments);
        await Task.Delay(500, patience.Token);
        Assert.False(ofResumed.IsCompleted || ofFresh.IsCompleted);
        await CommitAsync(slow, payments);

        var both = CursorsOf(payments, "pay_slow", "pay_quick");
        Assert.Equal(both, await TakeTwoAsync(resumed, ofResumed));
        Assert.Equal(both, await TakeTwoAsync(fresh, ofFresh));
    }

    [PostgresFact]
    public async Task WhoComesInBetween_Should_SeeWhatWasNotYetCommitted_AndNothingBefore()
    {
        await using var payments = await TwoInstances.StartAsync<PaymentsSubgraph>();
        var slow = await WriteAsync(payments, "pay_slow");
        await CommitAsync(await WriteAsync(payments, "pay_before"), payments);
        await using var fresh = Follow(payments, null);
        var next = fresh.MoveNextAsync().AsTask();
        await Task.Delay(500, patience.Token);

        await CommitAsync(slow, payments);
        await CommitAsync(await WriteAsync(payments, "pay_after"), payments);

        Assert.Equal(CursorsOf(payments, "pay_slow", "pay_after"), await TakeTwoAsync(fresh, next));
    }

    [PostgresFact]
    public async Task Watchers_Should_SeeEveryStepOnce_WhileManyPayAtTwoInstances()
    {
        await using var payments = await TwoInstances.StartAsync<PaymentsSubgraph>();
        var card = (await payments.AtOnceAsync("addPaymentMethod", "paymentMethod { id }", _ => new { token = "pm_card_visa" }, _ => Merchant(payments)))[0]
            .GetProperty("paymentMethod").Text("id")!;
        await using var watcher = Follow(payments, "0");

        for (var round = 0; round < Payments / TwoInstances.Writers; round++)
        {
            var number = round;
            await payments.AtOnceAsync(
                "processPayment", "payment { id }",
                writer => new { amount = new { amount = "10.00", currency = "USD" }, paymentMethodId = card, reference = "order", country = "US", idempotencyKey = $"{number} {writer}" },
                _ => Merchant(payments));
        }

        // PENDING and AUTHORIZED: nobody judges them here.
        var written = payments.Rows("SELECT Sequence FROM payment_events ORDER BY Sequence");
        Assert.Equal(2 * Payments, written.Count);
        var seen = new List<string>();
        while (seen.Count < written.Count && await watcher.MoveNextAsync())
        {
            seen.Add(CursorOf(watcher));
        }

        Assert.Equal(written, seen);
    }

    public void Dispose() => patience.Dispose();

    private static string Merchant(TwoInstances payments) => payments.First.TokenFor("usr_1", "org_1", Roles.Merchant);

    private static async Task<PaymentsDbContext> WriteAsync(TwoInstances payments, string paymentId)
    {
        var db = await payments.First.Services.GetRequiredService<IDbContextFactory<PaymentsDbContext>>().CreateDbContextAsync();
        await db.Database.BeginTransactionAsync();
        db.Add(new PaymentStep { PaymentId = paymentId, OrganizationId = "org_1", Status = PaymentStatus.Pending, OccurredAt = TimeProvider.System.GetUtcNow() });
        await db.SaveChangesAsync();
        return db;
    }

    private static async Task CommitAsync(PaymentsDbContext written, TwoInstances payments)
    {
        await using (written)
        {
            await written.Database.CommitTransactionAsync();
        }

        await payments.First.Services.GetRequiredService<ITopicEventSender>().SendAsync(PaymentCommits.TopicOf("org_1"), "org_1", CancellationToken.None);
    }

    private static string[] CursorsOf(TwoInstances payments, params string[] paymentIds)
        => [.. paymentIds.SelectMany(paymentId => payments.Rows($"SELECT Sequence FROM payment_events WHERE PaymentId = '{paymentId}'"))];

    private static async Task<string[]> TakeTwoAsync(IAsyncEnumerator<JsonElement> updates, Task<bool> first)
    {
        Assert.True(await first);
        var one = CursorOf(updates);
        Assert.True(await updates.MoveNextAsync());
        return [one, CursorOf(updates)];
    }

    private static string CursorOf(IAsyncEnumerator<JsonElement> updates) => updates.Current.GetProperty("paymentUpdated").Text("cursor")!;

    private IAsyncEnumerator<JsonElement> Follow(TwoInstances payments, string? after)
        => payments.First.SubscribeAsync("subscription($after: String) { paymentUpdated(after: $after) { cursor } }", new { after }, Merchant(payments), patience.Token)
            .GetAsyncEnumerator(patience.Token);
}
