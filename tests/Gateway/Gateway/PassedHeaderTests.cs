using System.Net.Http.Json;
using FinFlow.Gateway.Fusion;
using FinFlow.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace FinFlow.Gateway.Tests;

/// <summary>Which headers of clients reach the sources of a gateway, and whose requests are one there because of them.</summary>
public sealed class PassedHeaderTests : IAsyncLifetime
{
    private const string Document = "query ($n: Int!) { me { name } products(first: $n) { upc } }";

    private static readonly HttpClient Client = new();

    private readonly Shop _shop = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("finflow-headers-").FullName;
    private readonly List<HeaderDictionary> _received = [];
    private SourceServer _sources = null!;
    private WebApplication _gateway = null!;
    private Uri _address = null!;

    public async Task InitializeAsync()
    {
        _sources = await SourceServer.StartAsync(_shop.Sources, app => app.Use(async (context, next) =>
        {
            lock (_received)
            {
                _received.Add(new HeaderDictionary(context.Request.Headers.ToDictionary(header => header.Key, header => header.Value, StringComparer.OrdinalIgnoreCase)));
            }

            await next();
        }));
        var schema = Path.Combine(_folder, "gateway.graphql");
        await File.WriteAllTextAsync(schema, _shop.Document);
        _gateway = GatewayHost.Build(
            FinFlowConfiguration.From(new Dictionary<string, string> { ["FINFLOW_PORT"] = "0", ["LOG_LEVEL"] = "error" }),
            GatewaySettings.Parse([
                "--schema", schema, "--operations", _folder, "--pass-header", "X-Tenant", "--pass-header", "X-Region",
                .. _shop.Sources.SelectMany(source => new[] { "--source", $"{source.Name}={_sources.AddressOf(source)}" })]));
        await _gateway.StartAsync();
        _address = new Uri(_gateway.ListensAt(), "/graphql");
    }

    public async Task DisposeAsync()
    {
        await _gateway.StopAsync();
        await _gateway.DisposeAsync();
        await _sources.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Those_that_are_named_are_passed_on_and_the_trace_and_no_others()
    {
        await AskAsync(
            1, ("X-Tenant", "north"), ("X-Other", "secret"), ("Cookie", "session=1"),
            ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"), ("tracestate", "vendor=abc,other=1"));
        var headers = _received[0];
        Assert.Equal("north", headers["X-Tenant"]);
        Assert.Equal("vendor=abc,other=1", headers["tracestate"]);
        Assert.StartsWith("00-0af7651916cd43dd8448eb211c80319c-", headers["traceparent"], StringComparison.Ordinal);
        Assert.DoesNotContain("X-Region", headers.Keys);
        Assert.DoesNotContain("X-Other", headers.Keys);
        Assert.DoesNotContain("Cookie", headers.Keys);
    }

    [Fact]
    public async Task Several_lines_of_a_header_are_one()
    {
        await AskAsync(1, ("X-Region", "eu"), ("X-Region", "us"));
        Assert.Equal("eu, us", _received[0]["X-Region"].ToString());
    }

    /// <summary>The products differ for each, and so tell when all have asked for the rest as well.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task What_clients_ask_with_equal_headers_at_the_same_time_is_asked_once(int tenants)
    {
        const int clients = 20;

        // What is compiled for a first request takes longer than an attempt may, on a machine that has much else to do.
        await AskAsync(clients + 1, ("X-Tenant", "before"));
        var before = (Products: _shop.Products.Requests, Accounts: _shop.Accounts.Requests);
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _shop.Accounts.Ready = ready.Task;
        var asked = Enumerable.Range(1, clients).Select(n => AskAsync(n, ("X-Tenant", $"{n % tenants}"))).ToList();
        await Eventually.TrueAsync(() => _shop.Products.Requests == before.Products + clients);
        ready.SetResult();

        Assert.All(await Task.WhenAll(asked), answer => Assert.StartsWith("""{"data":{"me":{"name":"Ada"},"products":[""", answer, StringComparison.Ordinal));
        Assert.Equal(before.Accounts + tenants, _shop.Accounts.Requests);
    }

    [Theory]
    [InlineData("Connection", "it belongs to the client's own connection")]
    [InlineData("transfer-encoding", "it belongs to the client's own connection")]
    [InlineData("Host", "it belongs to the client's own connection")]
    [InlineData("Sec-WebSocket-Key", "it belongs to the client's own connection")]
    [InlineData("Content-Length", "the gateway's messages have their own")]
    [InlineData("accept", "the gateway's messages have their own")]
    [InlineData("Authorization", "it needs no mention, it always is")]
    [InlineData("X Tenant", "that is no header's name")]
    [InlineData("", "that is no header's name")]
    public void One_that_cannot_be_passed_on_is_refused_at_start(string name, string reason)
    {
        var message = $"The header \"{name}\" cannot be passed on: {reason}.";
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => GatewaySettings.Parse(["--pass-header", name])).Message);
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => _shop.Executor(FusionOptions.Default with { PassedHeaders = [name] })).Message);
    }

    [Theory]
    [InlineData("90", 90)]
    [InlineData("0", null)]
    public void The_silence_of_sources_is_limited_in_seconds(string argument, int? seconds)
        => Assert.Equal(seconds, GatewaySettings.Parse(["--source-silence", argument]).SourceSilenceMax?.TotalSeconds);

    [Theory]
    [InlineData("long")]
    [InlineData("-1")]
    [InlineData("86401")]
    public void What_is_no_such_number_is_refused(string argument)
        => Assert.Equal(
            $"--source-silence takes whole seconds up to a day, 0 for no limit, not \"{argument}\".",
            Assert.Throws<ArgumentException>(() => GatewaySettings.Parse(["--source-silence", argument])).Message);

    private async Task<string> AskAsync(int n, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = JsonContent.Create(new { query = Document, variables = new { n } }) };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await Client.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }
}
