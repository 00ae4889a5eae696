using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace FinFlow.Journeys.Tests;

/// <summary>What the processor reports by itself reaches the payment, the book and whoever asks, through the gateway.</summary>
public sealed class WebhookJourneyTests
{
    private const string Secret = "whsec_journey";

    [Theory]
    [InlineData(Shape.OneProcess)]
    [InlineData(Shape.GatewayAndSubgraphs)]
    public async Task ContestedPayment_Should_BecomeDisputed_OnceAndByTheProcessorsWordAlone(Shape shape)
    {
        await using var finflow = await Deployment.StartAsync(shape, new Dictionary<string, string> { ["STRIPE_WEBHOOK_SECRET"] = Secret });
        using var business = await Business.RegisterAsync(finflow);
        var id = await business.PayAsync(await business.AddPaymentMethodAsync(), "80.00");
        await business.UntilPaymentIsAsync(id, "CAPTURED");
        await PostingsAsync(business, 1);
        var dispute = $$$$"""
            {"id":"evt_{{{{id}}}}","object":"event","type":"charge.dispute.created","data":{"object":{
              "id":"dp_{{{{id}}}}","object":"dispute","amount":8000,"currency":"usd","reason":"fraudulent","metadata":{"payment_id":"{{{{id}}}}"} } } }
            """;

        Assert.Equal(HttpStatusCode.BadRequest, await DeliverAsync(finflow, dispute, "whsec_of_somebody_else"));
        Assert.Equal(HttpStatusCode.OK, await DeliverAsync(finflow, dispute, Secret));
        Assert.Equal(HttpStatusCode.OK, await DeliverAsync(finflow, dispute, Secret));

        await business.UntilPaymentIsAsync(id, "DISPUTED");
        await PostingsAsync(business, 2);
    }

    private static Task<int> PostingsAsync(Business business, int count)
        => Eventually.GetAsync(
            async () => (await business.Client.DataAsync("{ journalEntries { totalCount } }")).Value("journalEntries.totalCount").GetInt32(),
            posted => posted == count);

    private static async Task<HttpStatusCode> DeliverAsync(Deployment finflow, string body, string secret)
    {
        var time = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{time}.{body}")));
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(finflow.Address, "/webhooks/stripe")) { Content = new StringContent(body) };
        request.Headers.TryAddWithoutValidation("Stripe-Signature", $"t={time},v1={signature}");
        using var response = await http.SendAsync(request);
        return response.StatusCode;
    }
}
