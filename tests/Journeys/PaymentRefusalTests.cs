using System.Text.Json;

namespace FinFlow.Journeys.Tests;

/// <summary>What goes wrong goes wrong cleanly: declined, held, repeated, foreign.</summary>
[Collection(OneProcessCollection.Name)]
public sealed class PaymentRefusalTests(SharedDeployment shared)
{
    [Fact]
    public async Task RiskyPayment_Should_BeHeldForAReviewer()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        var method = await business.AddPaymentMethodAsync();
        for (var i = 0; i < 8; i++)
        {
            await business.UntilPaymentIsAsync(await business.PayAsync(method, "20.00"), "CAPTURED");
        }

        var risky = await business.PayAsync(method, "99000.00", country: "AF");

        var held = await business.UntilPaymentIsAsync(risky, "HELD");
        Assert.Contains(held.Text("transaction.riskLevel"), new[] { "HIGH", "CRITICAL" });
        Assert.Equal(JsonValueKind.Null, held.GetProperty("journalEntry").ValueKind);
    }

    [Fact]
    public async Task DeclinedCard_Should_BeRefusedWithItsReason()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        var method = await business.AddPaymentMethodAsync("pm_card_chargeDeclinedInsufficientFunds");

        var processed = await business.ProcessPaymentAsync(method, "10.00");

        var refusal = processed.GetProperty("errors").EnumerateArray().Single();
        Assert.Equal("PaymentDeclinedError", refusal.Text("__typename"));
        Assert.Equal("PAYMENT_DECLINED", refusal.Text("code"));
        Assert.Equal("insufficient_funds", refusal.Text("declineCode"));
    }

    [Fact]
    public async Task RepeatedKey_Should_ChargeOnce()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        var method = await business.AddPaymentMethodAsync();

        var first = await business.ProcessPaymentAsync(method, "55.00", idempotencyKey: "order-1");
        var again = await business.ProcessPaymentAsync(method, "55.00", idempotencyKey: "order-1");
        var other = await business.ProcessPaymentAsync(method, "56.00", idempotencyKey: "order-1");

        Assert.Equal(first.Text("payment.id"), again.Text("payment.id"));
        Assert.Equal("IDEMPOTENCY_KEY_REUSED", other.GetProperty("errors")[0].Text("code"));
        var payments = await business.Client.DataAsync("{ payments { nodes { id } totalCount } }");
        Assert.Equal(1, payments.Value("payments.totalCount").GetInt32());
    }

    [Fact]
    public async Task Stranger_Should_SeeNothing()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        using var stranger = await Business.RegisterAsync(shared.Deployment);
        var id = await business.PayAsync(await business.AddPaymentMethodAsync(), "10.00");

        var seen = await stranger.Client.DataAsync(
            "query($id: ID!) { payment(id: $id) { id } node(id: $id) { id } payments { nodes { id } } }", new { id });

        Assert.Equal(JsonValueKind.Null, seen.GetProperty("payment").ValueKind);
        Assert.Equal(JsonValueKind.Null, seen.GetProperty("node").ValueKind);
        Assert.Empty(seen.Value("payments.nodes").EnumerateArray());
    }

    [Fact]
    public async Task Stranger_Should_NotSpendAnothersLimits()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        using var stranger = await Business.RegisterAsync(shared.Deployment);
        var organization = (await business.Client.DataAsync("{ me { organization { id } } }")).Text("me.organization.id");
        for (var i = 0; i < 11; i++)
        {
            await stranger.Client.DataAsync(
                """
                mutation($account: String!, $key: String!) {
                  submitTransaction(input: {
                    type: TRANSFER, amount: { amount: "9000", currency: "USD" }, sourceAccountId: $account, destinationAccountId: "acc_x", reference: "r", idempotencyKey: $key
                  }) { transaction { id } }
                }
                """,
                new { account = organization, key = $"key {i}" });
        }

        var id = await business.PayAsync(await business.AddPaymentMethodAsync(), "10.00");

        await business.UntilPaymentIsAsync(id, "CAPTURED");
    }

    [Fact]
    public async Task Anonymous_Should_LearnNothingFromNode()
    {
        using var client = shared.Deployment.Client();

        var answer = await client.QueryAsync("{ node(id: \"pay_nope\") { id __typename } }");

        Assert.Equal(JsonValueKind.Null, answer.Body.Value("data.node").ValueKind);
        Assert.Equal("AUTH_NOT_AUTHENTICATED", answer.Body.GetProperty("errors")[0].Text("extensions.code"));
    }
}
