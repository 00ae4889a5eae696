using System.Text.Json;

namespace FinFlow.Journeys.Tests;

/// <summary>A payment that is authorized first is collected or released when its owner says so: once, and never both.</summary>
[Collection(OneProcessCollection.Name)]
public sealed class CaptureAndVoidTests(SharedDeployment shared)
{
    [Fact]
    public async Task AuthorizedPayment_Should_BeCapturedInPart_Once()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        var id = await AuthorizedAsync(business);

        Assert.Equal("CAPTURE_EXCEEDS_AUTHORIZATION", RefusalIn(await CaptureAsync(business, id, "100.01", "c0")));
        var captured = await CaptureAsync(business, id, "60.00", "c1");
        var again = await CaptureAsync(business, id, "60.00", "c1");

        Assert.Equal(("CAPTURED", "60.00"), (captured.Text("payment.status"), captured.Text("payment.capturedAmount.amount")));
        Assert.Equal($"{captured}", $"{again}");
        Assert.Equal("IDEMPOTENCY_KEY_REUSED", RefusalIn(await CaptureAsync(business, id, "61.00", "c1")));
        Assert.Equal("PAYMENT_NOT_CAPTURABLE", RefusalIn(await CaptureAsync(business, id, "40.00", "c2")));
        Assert.Equal("PAYMENT_NOT_VOIDABLE", RefusalIn(await VoidAsync(business, id, "v1")));
        var charge = Assert.Single(await business.ChargesTodayAsync());
        Assert.Equal((id, "CAPTURE", "60.00"), (charge.Text("paymentId"), charge.Text("kind"), charge.Text("amount.amount")));
        var posted = await Eventually.GetAsync(() => business.UntilPaymentIsAsync(id, "CAPTURED"), payment => payment.Value("journalEntry").ValueKind == JsonValueKind.Object);
        Assert.Contains(posted.Value("journalEntry.lines").EnumerateArray(), line => line.Text("account.code") == "4000" && line.Text("credit.amount") == "60.00");
    }

    [Fact]
    public async Task AuthorizedPayment_Should_BeVoided_Once_AndCollectNothing()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        var id = await AuthorizedAsync(business);

        var voided = await VoidAsync(business, id, "v1");
        var again = await VoidAsync(business, id, "v1");

        Assert.Equal(("VOIDED", "out of stock"), (voided.Text("payment.status"), voided.Text("payment.reason")));
        Assert.Equal($"{voided}", $"{again}");
        Assert.Equal("PAYMENT_NOT_VOIDABLE", RefusalIn(await VoidAsync(business, id, "v2")));
        Assert.Equal("PAYMENT_NOT_CAPTURABLE", RefusalIn(await CaptureAsync(business, id, "60.00", "c1")));
        Assert.Empty(await business.ChargesTodayAsync());
    }

    [Fact]
    public async Task CaptureAndVoidAtOnce_Should_NeverBothHappen()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        var id = await AuthorizedAsync(business);

        var answers = await Task.WhenAll(
            CaptureAsync(business, id, "60.00", "c1"), VoidAsync(business, id, "v1"), CaptureAsync(business, id, "50.00", "c2"), VoidAsync(business, id, "v2"));

        Assert.Single(answers, answer => answer.Value("errors").ValueKind == JsonValueKind.Null);
        var ended = (await business.Client.DataAsync("query($id: ID!) { payment(id: $id) { status capturedAmount { amount } } }", new { id })).Value("payment");
        var charges = await business.ChargesTodayAsync();
        Assert.Equal(ended.Text("status") == "CAPTURED" ? 1 : 0, charges.Length);
        Assert.All(charges, charge => Assert.Equal(ended.Text("capturedAmount.amount"), charge.Text("amount.amount")));
    }

    private static async Task<string> AuthorizedAsync(Business business)
    {
        var id = (await business.ProcessPaymentAsync(await business.AddPaymentMethodAsync(), "100.00", captureMethod: "MANUAL")).Text("payment.id");
        await Eventually.GetAsync(
            async () => (await business.Client.DataAsync("query($id: ID!) { payment(id: $id) { status approvedAt } }", new { id })).Value("payment"),
            payment => payment.Value("approvedAt").ValueKind == JsonValueKind.String);
        return id;
    }

    private static Task<JsonElement> CaptureAsync(Business business, string id, string amount, string idempotencyKey)
        => business.Client.MutateAsync(
            "capturePayment", new { id, amount = new { amount, currency = "USD" }, idempotencyKey }, "payment { id status capturedAmount { amount } }");

    private static Task<JsonElement> VoidAsync(Business business, string id, string idempotencyKey)
        => business.Client.MutateAsync("voidPayment", new { id, reason = "out of stock", idempotencyKey }, "payment { id status reason }");

    private static string RefusalIn(JsonElement payload) => payload.Value("errors")[0].Text("code");
}
