using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FinFlow.Payments;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace FinFlow.Subgraphs.Tests;

/// <summary><c>POST /webhooks/{processor}</c> over HTTP: each answer's status and words.</summary>
public sealed class WebhookEndpointTests : IAsyncLifetime, IDisposable
{
    private const string Event = """{"id":"evt_1","type":"customer.created","data":{"object":{"id":"cus_1"}}}""";

    private readonly TemporaryFolder folder = new();
    private readonly HttpClient http = new();
    private RunningSubgraph payments = null!;
    private WebApplication app = null!;

    public async Task InitializeAsync()
    {
        payments = await RunningSubgraph.StartAsync<PaymentsSubgraph>(folder.Path, null, ("STRIPE_WEBHOOK_SECRET", "whsec_test"));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        payments.MapEndpoints(app);
        await app.StartAsync();
        http.BaseAddress = new Uri(app.Urls.Single());
    }

    public async Task DisposeAsync()
    {
        await app.DisposeAsync();
        await payments.DisposeAsync();
    }

    public void Dispose()
    {
        http.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task GenuineEvent_Should_BeAcknowledged_AndKnownWhenItComesAgain()
    {
        Assert.Equal((HttpStatusCode.OK, """{"status":"ignored"}"""), await DeliverAsync(Event));
        Assert.Equal((HttpStatusCode.OK, """{"status":"duplicate"}"""), await DeliverAsync(Event));
    }

    [Fact]
    public async Task ForgedEvent_Should_BeRefused()
        => Assert.Equal(
            (HttpStatusCode.BadRequest, """{"code":"WEBHOOK_SIGNATURE_INVALID","message":"The signature does not belong to this body."}"""),
            await DeliverAsync(Event, secret: "whsec_other"));

    [Fact]
    public async Task OldEvent_Should_BeRefused()
        => Assert.Equal("WEBHOOK_TIMESTAMP_OUT_OF_RANGE", CodeOf(await DeliverAsync(Event, ageSeconds: 400), HttpStatusCode.BadRequest));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"id\":1,\"type\":\"x\"}")]
    [InlineData("{\"id\":\"evt_1\"}")]
    [InlineData("{\"id\":\"evt_1\",\"type\":\"x\",\"data\":[]}")]
    public async Task NoEvent_Should_BeRefused(string body)
        => Assert.Equal("WEBHOOK_MALFORMED", CodeOf(await DeliverAsync(body), HttpStatusCode.BadRequest));

    [Fact]
    public async Task EndlessBody_Should_BeRefused()
        => Assert.Equal("WEBHOOK_TOO_LARGE", CodeOf(await DeliverAsync(new string(' ', 300 * 1024)), HttpStatusCode.RequestEntityTooLarge));

    [Theory]
    [InlineData("paypal")]
    [InlineData("square")]
    [InlineData("nobody")]
    public async Task ProcessorThatIsNotSetUp_Should_FindNobody(string processor)
        => Assert.Equal("WEBHOOK_UNKNOWN", CodeOf(await DeliverAsync(Event, processor: processor), HttpStatusCode.NotFound));

    private static string CodeOf((HttpStatusCode Status, string Body) answer, HttpStatusCode status)
    {
        Assert.Equal(status, answer.Status);
        return JsonDocument.Parse(answer.Body).RootElement.GetProperty("code").GetString()!;
    }

    private async Task<(HttpStatusCode Status, string Body)> DeliverAsync(
        string body, string secret = "whsec_test", int ageSeconds = 0, string processor = "stripe")
    {
        var time = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - ageSeconds;
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{time}.{body}")));
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/webhooks/{processor}") { Content = new StringContent(body) };
        request.Headers.TryAddWithoutValidation("Stripe-Signature", $"t={time},v1={signature}");
        using var response = await http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
