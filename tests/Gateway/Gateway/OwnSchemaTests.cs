using System.Net;
using System.Text;
using FinFlow.Gateway.Composition;
using FinFlow.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FinFlow.Gateway.Tests;

/// <summary>What is served beside `/graphql` where the schema is composed of FinFlow's seven subgraphs, here with a field each; <see cref="OtherSubgraphsTests"/> has all others.</summary>
public sealed class OwnSchemaTests : IAsyncLifetime
{
    private static readonly string[] Seven = ["auth", "payments", "transactions", "accounting", "analytics", "compliance", "credit"];
    private static readonly HttpClient Client = new();

    private readonly string _folder = Directory.CreateTempSubdirectory("finflow-own-").FullName;
    private WebApplication _subgraphs = null!;
    private WebApplication _gateway = null!;
    private Uri _address = null!;
    private byte[]? _webhookBody;
    private string? _signature;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _subgraphs = builder.Build();
        _subgraphs.Urls.Add("http://127.0.0.1:0");
        _subgraphs.MapPost("/webhooks/stripe", async (HttpContext context) =>
        {
            using var memory = new MemoryStream();
            await context.Request.Body.CopyToAsync(memory);
            (_webhookBody, _signature) = (memory.ToArray(), context.Request.Headers["Stripe-Signature"]);
            context.Response.StatusCode = 202;
            context.Response.Headers["X-Seen"] = "yes";
        });
        _subgraphs.MapGet("/exports/{token}", (string token, string? q) => Results.Bytes(Encoding.UTF8.GetBytes($"{token}|{q}"), "application/pdf"));
        await _subgraphs.StartAsync();
        var nobodyThenThere = $"http://127.0.0.1:1,{_subgraphs.ListensAt()}";
        _gateway = GatewayTo(Seven, new() { ["PAYMENTS_URL"] = nobodyThenThere, ["ANALYTICS_URL"] = nobodyThenThere, ["RATE_LIMIT_PER_USER"] = "300" });
        await _gateway.StartAsync();
        _address = _gateway.ListensAt();
    }

    public async Task DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _subgraphs.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private WebApplication GatewayTo(string[] sources, Dictionary<string, string> variables)
    {
        var schema = Path.Combine(_folder, "gateway.graphql");
        File.WriteAllText(schema, Composer.Compose([.. sources.Select(name => new SourceSchemaDocument(name, $"type Query {{ {name}Version: Int }}"))]).Print());
        (variables["FINFLOW_PORT"], variables["LOG_LEVEL"]) = ("0", "none");
        return GatewayHost.Build(FinFlowConfiguration.From(variables), GatewaySettings.Parse(["--schema", schema, "--source", "reporting=http://127.0.0.1:1"]));
    }

    [Fact]
    public async Task The_reference_tells_how_to_log_in_and_pay_and_how_much_a_client_may_send()
    {
        var reference = await Client.GetStringAsync(new Uri(_address, "/api-docs"));
        Assert.All(
            ["<title>FinFlow API</title>", "<code>login</code>", "<code>idempotencyKey</code>", "/webhooks/{processor}", "/exports/{token}", "300, by RATE_LIMIT_PER_USER", "HC0051"],
            text => Assert.Contains(text, reference, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_ide_opens_with_the_first_steps_and_people_have_a_dashboard()
    {
        Assert.Contains("mutation Register", await Client.GetStringAsync(new Uri(_address, "/graphql/ide.json")), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await Client.GetAsync(new Uri(_address, "/dashboard"))).StatusCode);
    }

    [Theory]
    [InlineData("reporting", true)]
    [InlineData(null, false)]
    public async Task A_subgraph_of_others_beside_the_seven_changes_nothing_and_six_are_not_FinFlow(string? beside, bool isFinFlow)
    {
        await using var gateway = GatewayTo(beside is null ? Seven[1..] : [.. Seven, beside], new() { ["AUTH_URL"] = "http://127.0.0.1:1" });
        var runtime = gateway.Services.GetRequiredService<GatewayRuntime>();
        Assert.Equal((isFinFlow, isFinFlow ? Path.Combine("schema", "operations") : null), (runtime.IsFinFlow, runtime.OperationsPath));
    }

    /// <summary>Each of the two subgraphs has another address before, at which nobody listens.</summary>
    [Fact]
    public async Task Webhooks_pass_through_byte_for_byte()
    {
        byte[] body = [.. "{\"id\": \"evt_1\"}\r\n"u8, 0xFF, 0x00];
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_address, "/webhooks/stripe")) { Content = new ByteArrayContent(body) };
        request.Headers.Add("Stripe-Signature", "t=1,v1=abc");
        using var response = await Client.SendAsync(request);
        Assert.Equal((HttpStatusCode.Accepted, "yes"), (response.StatusCode, response.Headers.GetValues("X-Seen").Single()));
        Assert.Equal(body, _webhookBody);
        Assert.Equal("t=1,v1=abc", _signature);
    }

    [Fact]
    public async Task Exports_pass_through_with_their_query_and_type()
    {
        using var response = await Client.GetAsync(new Uri(_address, "/exports/a%20b?q=1%2F2"));
        Assert.Equal("application/pdf", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("a b|1/2", await response.Content.ReadAsStringAsync());
    }
}
