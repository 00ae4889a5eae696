namespace FinFlow.Journeys.Tests;

/// <summary>A crash at any moment loses no acknowledged payment and doubles none. The sandbox's own file of charges is the witness.</summary>
public sealed class KillTests
{
    [Theory, ClassData(typeof(EveryShape))]
    public async Task KillBetweenAuthorizationAndCapture_Should_CompleteThePaymentOnce(Shape shape)
    {
        // A slow processor keeps the payment between authorization and capture long enough to be killed there.
        await using var finflow = await Deployment.StartAsync(shape, new Dictionary<string, string> { ["SANDBOX_DELAY_MS"] = "400" });
        await CompleteOnceAfterAKillAsync(finflow);
    }

    internal static async Task CompleteOnceAfterAKillAsync(Deployment finflow)
    {
        var before = SandboxCharges.Of(finflow);
        using var business = await Business.RegisterAsync(finflow);
        var method = await business.AddPaymentMethodAsync();

        var id = await business.PayAsync(method, "75.00");
        await finflow.KillAndRestartAsync();

        var payment = await Eventually.GetAsync(
            () => business.UntilPaymentIsAsync(id, "CAPTURED"),
            payment => payment.GetProperty("journalEntry").ValueKind == System.Text.Json.JsonValueKind.Object);
        Assert.Equal("75.00", payment.Text("amount.amount"));
        Assert.Equal(before.Append(("CAPTURED", 7500L)).Order(), SandboxCharges.Of(finflow).Order());
        var posted = await business.Client.DataAsync("{ journalEntries { totalCount } }");
        Assert.Equal(1, posted.Value("journalEntries.totalCount").GetInt32());
        await Verification.AssertHoldsAsync(finflow);
    }

    [Fact]
    public async Task KillWhileAuthorizing_Should_NeverChargeTwice()
    {
        await using var finflow = await Deployment.StartAsync(Shape.OneProcess, new Dictionary<string, string> { ["SANDBOX_DELAY_MS"] = "3000" });
        using var business = await Business.RegisterAsync(finflow);
        var method = await business.AddPaymentMethodAsync();
        var unanswered = business.ProcessPaymentAsync(method, "31.00", idempotencyKey: "interrupted");
        await Task.Delay(300);

        await finflow.KillAndRestartAsync();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => unanswered);
        var id = await business.PayAsync(method, "31.00", idempotencyKey: "interrupted");

        await business.UntilPaymentIsAsync(id, "CAPTURED");
        Assert.Equal([("CAPTURED", 3100L)], SandboxCharges.Of(finflow));
        await Verification.AssertHoldsAsync(finflow);
    }
}
