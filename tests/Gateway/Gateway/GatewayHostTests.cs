using System.Net;
using System.Net.Http.Json;
using FinFlow.GraphQL.AspNetCore;
using FinFlow.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FinFlow.Gateway.Tests;

/// <summary>The gateway as a process of its own, whose sources are always behind HTTP; <see cref="EndpointTests"/> has the endpoint over both transports.</summary>
public sealed class GatewayHostTests : IAsyncLifetime
{
    private static readonly HttpClient Client = new();

    private readonly Shop _shop = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("finflow-gateway-").FullName;
    private Uri _address = null!;
    private WebApplication _sources = null!;
    private WebApplication _gateway = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _sources = builder.Build();
        _sources.Urls.Add("http://127.0.0.1:0");
        foreach (var source in _shop.Sources)
        {
            _sources.MapGraphQL($"/{source.Name}", () => source, new GraphQLServerOptions { ServeIde = false });
        }

        _sources.MapGet("/health/live", () => "live");
        await _sources.StartAsync();
        File.WriteAllText(SchemaPath, _shop.Document);
        var address = _sources.ListensAt();
        _gateway = GatewayTo(name => [new Uri("http://127.0.0.1:1/graphql"), new Uri(address, name)]);
        await _gateway.StartAsync();
        _address = new Uri($"http://127.0.0.1:{_gateway.ListensAt().Port}");
    }

    private WebApplication GatewayTo(Func<string, IReadOnlyList<Uri>> addressesOf)
        => GatewayHost.Build(
            FinFlowConfiguration.From(new Dictionary<string, string> { ["FINFLOW_PORT"] = "0", ["LOG_LEVEL"] = "none" }),
            new GatewaySettings
            {
                SchemaPath = SchemaPath,
                OperationsPath = _folder,
                Addresses = _shop.Sources.ToDictionary(source => source.Name, source => addressesOf(source.Name)),
            });

    public async Task DisposeAsync()
    {
        await _gateway.StopAsync();
        await _gateway.DisposeAsync();
        await _sources.StopAsync();
        await _sources.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private string SchemaPath => Path.Combine(_folder, "gateway.graphql");

    private async Task<string> AskAsync(string document)
    {
        using var response = await Client.PostAsJsonAsync(new Uri(_address, "/graphql"), new { query = document });
        return await response.Content.ReadAsStringAsync();
    }

    [Fact]
    public async Task One_endpoint_answers_from_all_sources()
        => Assert.Equal(
            """{"data":{"me":{"name":"Ada","reviews":[{"product":{"name":"Hammer","inStock":true}},{"product":{"name":"Säge","inStock":false}}]}}}""",
            await AskAsync("{ me { name reviews { product { name inStock } } } }"));

    /// <summary>Each source has a second address here, at which nobody listens.</summary>
    [Fact]
    public async Task Health_names_each_source()
    {
        var health = await Client.GetStringAsync(new Uri(_address, "/health"));
        Assert.All(_shop.Sources, source => Assert.Contains($"\"{source.Name}\"", health, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, (await Client.GetAsync(new Uri(_address, "/health/ready"))).StatusCode);
    }

    [Theory]
    [InlineData(true, HttpStatusCode.OK)]
    [InlineData(false, HttpStatusCode.ServiceUnavailable)]
    public async Task A_gateway_stays_in_service_as_long_as_it_reaches_any_source_and_names_those_it_does_not(bool reachesOthers, HttpStatusCode expected)
    {
        var (there, nowhere) = (_sources.ListensAt(), new Uri("http://127.0.0.1:1"));
        var missing = _shop.Sources[0].Name;
        await using var gateway = GatewayTo(name => [new Uri(reachesOthers && name != missing ? there : nowhere, name)]);
        await gateway.StartAsync();
        var address = new Uri($"http://127.0.0.1:{gateway.ListensAt().Port}");
        using var ready = await Client.GetAsync(new Uri(address, "/health/ready"));
        using var health = await Client.GetAsync(new Uri(address, "/health"));
        var body = await health.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>();

        Assert.Equal((expected, expected), (ready.StatusCode, health.StatusCode));
        Assert.Equal(reachesOthers ? "DEGRADED" : "DOWN", body.GetProperty("status").GetString());
        Assert.Equal(
            _shop.Sources.Select(source => source.Name).Where(name => !reachesOthers || name == missing).Order(),
            body.GetProperty("dependencies").EnumerateArray().Where(state => state.GetProperty("status").GetString() == "DOWN")
                .Select(state => state.GetProperty("name").GetString()).Where(name => name != "JWT_SECRET").Order());
        await gateway.StopAsync();
    }
}
