using System.Text.Json;

namespace FinFlow.Journeys.Tests;

/// <summary>The promises of payments that the main journey does not show, over HTTP on one shared process.</summary>
[Collection(OneProcessCollection.Name)]
public sealed class PaymentPromiseTests(SharedDeployment shared)
{
    [Fact]
    public async Task UsersAreToldByMail_OfEachStep_Once()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        var id = await business.PayAsync(await business.AddPaymentMethodAsync(), "42.50");
        await business.UntilPaymentIsAsync(id, "CAPTURED");
        await business.RefundAsync(id, "2.50", "r1");
        await business.ProcessPaymentAsync(await business.AddPaymentMethodAsync("pm_card_chargeDeclinedInsufficientFunds"), "10.00");

        var mails = await Eventually.GetAsync(() => Task.FromResult(shared.Deployment.MailsTo(business.Email)), mails => mails.Count >= 3);

        Assert.Equal(
            ["Payment of 10.00 USD failed", "Payment of 42.50 USD received", "Refund of 2.50 USD sent"],
            mails.Select(mail => mail.Text("subject")));
        Assert.Contains($"Payment    {id}", mails.Single(mail => mail.Text("subject") == "Payment of 42.50 USD received").Text("text"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RefundsInPart_AtOnce_NeverExceedWhatWasCaptured()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        var id = await business.PayAsync(await business.AddPaymentMethodAsync(), "100.00");
        await business.UntilPaymentIsAsync(id, "CAPTURED");

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => business.RefundAsync(id, "30.00", $"r{i}")));

        Assert.Equal(3, answers.Count(answer => answer.GetProperty("refund").ValueKind is JsonValueKind.Object));
        Assert.All(
            answers.Where(answer => answer.GetProperty("refund").ValueKind is JsonValueKind.Null),
            answer => Assert.Equal("REFUND_EXCEEDS_CAPTURE", answer.GetProperty("errors")[0].Text("code")));
        var payment = (await business.Client.DataAsync("query($id: ID!) { payment(id: $id) { status refundedAmount { amount } refundableAmount { amount } } }", new { id })).Value("payment");
        Assert.Equal(("PARTIALLY_REFUNDED", "90.00", "10.00"), (payment.Text("status"), payment.Text("refundedAmount.amount"), payment.Text("refundableAmount.amount")));
    }

    [Fact]
    public async Task UnknownOutcome_IsResolvedByAsking_AndChargedOnce()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);

        var processed = await business.ProcessPaymentAsync(await business.AddPaymentMethodAsync("pm_sandbox_timeout"), "15.00");

        Assert.Equal("PROCESSING", processed.Text("payment.status"));
        var id = processed.Text("payment.id");
        await business.UntilPaymentIsAsync(id, "CAPTURED");
        var charge = Assert.Single(await business.ChargesTodayAsync());
        Assert.Equal((id, "CAPTURE", "15.00"), (charge.Text("paymentId"), charge.Text("kind"), charge.Text("amount.amount")));
    }

    [Fact]
    public async Task PaymentMethods_HaveOneDefault_WhateverIsAddedAndRemoved()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        var first = await business.AddPaymentMethodAsync(setDefault: false);
        var second = await business.AddPaymentMethodAsync("pm_card_mastercard", setDefault: false);
        Assert.Equal([first, second], await MethodsAsync(business));

        await ChangeMethodAsync(business, "setDefaultPaymentMethod", second);
        Assert.Equal([second, first], await MethodsAsync(business));

        await ChangeMethodAsync(business, "removePaymentMethod", second);
        Assert.Equal([first], await MethodsAsync(business));
        Assert.Equal("PAYMENT_METHOD_NOT_FOUND", (await business.ProcessPaymentAsync(second, "5.00")).GetProperty("errors")[0].Text("code"));
    }

    private static async Task<string[]> MethodsAsync(Business business)
    {
        var methods = (await business.Client.DataAsync("{ paymentMethods { id isDefault } }")).Value("paymentMethods").EnumerateArray().ToList();
        Assert.Equal([true, .. Enumerable.Repeat(false, methods.Count - 1)], methods.Select(method => method.Value("isDefault").GetBoolean()));
        return [.. methods.Select(method => method.Text("id"))];
    }

    private static Task<JsonElement> ChangeMethodAsync(Business business, string mutation, string id)
        => business.Client.DataAsync($"mutation($id: ID!) {{ {mutation}(input: {{ id: $id }}) {{ paymentMethod {{ id }} }} }}", new { id });
}
