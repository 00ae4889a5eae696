using FinFlow.Subgraphs.Tests;

namespace FinFlow.Journeys.Tests;

/// <summary>Which processors an installation has is its configuration: all of them at once, or none that is half set up.</summary>
public sealed class SeveralProcessorsTests
{
    private static readonly string[] Names = ["paypal", "stripe", "square"];

    [Fact]
    public async Task Processors_Should_WorkSideBySide_AndForgetTheCardsOfWhoeverIsErased()
    {
        await using var stripe = await StripeEmulator.StartAsync();
        await using var paypal = await PayPalEmulator.StartAsync();
        await using var square = await SquareEmulator.StartAsync();
        ProcessorEmulator[] processors = [paypal, stripe, square];
        await using var finflow = await Deployment.StartAsync(
            Shape.OneProcess,
            processors.SelectMany(processor => processor.Variables).Append(("PAYMENT_PROCESSOR", "paypal")).ToDictionary(variable => variable.Item1, variable => variable.Item2));
        using var business = await Business.RegisterAsync(finflow);

        var listed = (await business.Client.DataAsync("{ paymentProcessors { name isDefault } }")).Value("paymentProcessors").EnumerateArray().ToList();
        Assert.Equal(Names, listed.Select(processor => processor.Text("name")));
        Assert.Equal([true, false, false], listed.Select(processor => processor.Value("isDefault").GetBoolean()));

        // A payment goes where its card is stored, and nowhere else.
        await PayAsync(business, await business.AddPaymentMethodAsync(paypal.Card), "11.00");
        await PayAsync(business, await business.AddPaymentMethodAsync(stripe.Card, processor: "stripe"), "12.00");
        await PayAsync(business, await business.AddPaymentMethodAsync(square.Card, processor: "square"), "13.00");
        Assert.Equal([1100, 1200, 1300], processors.Select(processor => Assert.Single(processor.Charges).CapturedMinor));
        Assert.All(processors, processor => Assert.NotEmpty(processor.Cards));

        using var officer = await ComplianceDesk.OfficerAsync(finflow);
        var erasure = await business.Client.RequestAsync(new { type = "ERASURE" }, reader: officer);

        var cards = erasure.Value("outcomes").EnumerateArray().Single(outcome => outcome.Text("category") == "payment-methods");
        Assert.Equal(
            ("ERASED", 3, "Nothing demands it once the relationship ends. The card's processor is asked to delete it too, until it has."),
            (cards.Text("action"), cards.Value("records").GetInt32(), cards.Text("reason")));
        await Eventually.GetAsync(() => Task.FromResult(processors.SelectMany(processor => processor.Cards).ToList()), left => left.Count == 0);
    }

    [Fact]
    public async Task HalfConfiguredProcessor_Should_StopTheStart_AndNameWhatIsMissing()
    {
        var stopped = await Assert.ThrowsAsync<InvalidOperationException>(
            () => Deployment.StartAsync(Shape.OneProcess, new Dictionary<string, string> { ["STRIPE_API_KEY"] = "sk_test_key" }));

        Assert.Equal(
            """
            The program ended with 1 before it was ready.
            FinFlow cannot start:
              - STRIPE_WEBHOOK_SECRET must be set when STRIPE_API_KEY is.
            """,
            stopped.Message.Trim());
    }

    private static async Task PayAsync(Business business, string method, string amount)
        => await business.UntilPaymentIsAsync(await business.PayAsync(method, amount), "CAPTURED");
}
