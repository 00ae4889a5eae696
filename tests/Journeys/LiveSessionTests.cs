using System.Diagnostics;

namespace FinFlow.Journeys.Tests;

/// <summary>A subscription lives no longer than the session that opened it.</summary>
[Collection(OneProcessCollection.Name)]
public sealed class LiveSessionTests(SharedDeployment shared)
{
    [Fact]
    public async Task Logout_Should_EndALiveSubscriptionWithinFiveSeconds()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        await using var live = await WebSocketSubscription.StartAsync(
            shared.Deployment.Address, business.AccessToken, "subscription { paymentUpdated { status payment { id } } }");
        var id = await business.PayAsync(await business.AddPaymentMethodAsync(), "10.00");
        await live.UntilAsync(update => update.ToString().Contains(id, StringComparison.Ordinal));

        await business.Client.DataAsync("mutation { logout { session { id } } }");
        var waiting = Stopwatch.StartNew();

        Assert.Equal(4403, await live.UntilClosedAsync());
        Assert.True(waiting.Elapsed < TimeSpan.FromSeconds(5), $"{waiting.Elapsed}");
    }

    [Fact]
    public async Task Logout_Should_EndALiveStreamOfServerSentEventsWithinFiveSeconds_EvenWhenNothingHappens()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        await using var live = await ServerSentEvents.StartAsync(
            shared.Deployment.Address, business.AccessToken, "subscription { paymentUpdated { status payment { id } } }");
        var id = await business.PayAsync(await business.AddPaymentMethodAsync(), "10.00");
        await live.UntilAsync(update => update.ToString().Contains(id, StringComparison.Ordinal));
        await business.UntilPaymentIsAsync(id, "CAPTURED");

        await business.Client.DataAsync("mutation { logout { session { id } } }");
        var waiting = Stopwatch.StartNew();

        await live.UntilCompleteAsync();
        Assert.True(waiting.Elapsed < TimeSpan.FromSeconds(5), $"{waiting.Elapsed}");
    }
}
