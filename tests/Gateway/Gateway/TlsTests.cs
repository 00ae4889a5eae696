using System.Net;
using System.Net.Http.Json;
using System.Security.Authentication;
using FinFlow.GraphQL.AspNetCore;
using FinFlow.Hosting;
using FinFlow.Subgraphs.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FinFlow.Gateway.Tests;

/// <summary>Clients reach the gateway by TLS, and so does the gateway the processes behind it.</summary>
public sealed class TlsTests : IAsyncLifetime
{
    private const string Question = "{ me { name } }";

    private readonly Shop _shop = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("finflow-gateway-").FullName;
    private readonly SomeAuthority _trusted = new();
    private readonly SomeAuthority _stranger = new();
    private readonly List<WebApplication> _running = [];
    private Uri _sources = null!;

    public async Task InitializeAsync()
    {
        // As a subgraph's process listens.
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var configuration = Configure(_trusted, "payments");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenFor(configuration, "payments", toAny: false));
        var sources = builder.Build();
        foreach (var source in _shop.Sources)
        {
            sources.MapGraphQL($"/{source.Name}", () => source, new GraphQLServerOptions { ServeIde = false });
        }

        sources.MapGet("/health/live", () => "live");
        _sources = await StartAsync(sources);
        await File.WriteAllTextAsync(SchemaPath, _shop.Document);
    }

    public async Task DisposeAsync()
    {
        foreach (var app in Enumerable.Reverse(_running))
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }

        _trusted.Dispose();
        _stranger.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_client_is_answered_by_tls_from_sources_behind_tls()
    {
        var (certificate, key) = _trusted.Issue();
        var address = await StartGatewayAsync(_trusted, ("FINFLOW_TLS_CERTIFICATE", certificate), ("FINFLOW_TLS_KEY", key));
        using var client = ClientThatTrusts(_trusted);

        using var response = await client.PostAsJsonAsync(new Uri(address, "/graphql"), new { query = Question });

        Assert.Equal("https", address.Scheme);
        Assert.Equal("""{"data":{"me":{"name":"Ada"}}}""", await response.Content.ReadAsStringAsync());
        Assert.Equal("max-age=31536000", response.Headers.GetValues("Strict-Transport-Security").Single());
        Assert.DoesNotContain("unhealthy", await client.GetStringAsync(new Uri(address, "/health")), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_pfx_file_serves_as_well_and_a_client_without_its_authority_refuses_it()
    {
        var address = await StartGatewayAsync(_trusted, ("FINFLOW_TLS_CERTIFICATE", _trusted.IssuePfx("the password")), ("FINFLOW_TLS_PASSWORD", "the password"));
        using var trusting = ClientThatTrusts(_trusted);
        using var other = ClientThatTrusts(_stranger);
        using var plain = new HttpClient();

        using var alive = await trusting.GetAsync(new Uri(address, "/health/live"));
        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
        Assert.IsType<AuthenticationException>((await Assert.ThrowsAsync<HttpRequestException>(() => other.GetAsync(new Uri(address, "/health/live")))).InnerException);
        await Assert.ThrowsAsync<HttpRequestException>(() => plain.GetAsync(new Uri($"http://127.0.0.1:{address.Port}/health/live")));
    }

    [Fact]
    public async Task A_source_that_nobody_vouches_for_is_not_asked()
    {
        var address = await StartGatewayAsync(_stranger);
        using var client = new HttpClient();

        using var response = await client.PostAsJsonAsync(new Uri(address, "/graphql"), new { query = Question });

        Assert.Contains("\"errors\":[", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var health = await client.GetAsync(new Uri(address, "/health"));
        Assert.Contains("\"DOWN\"", await health.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private string SchemaPath => Path.Combine(_folder, "gateway.graphql");

    private Task<Uri> StartGatewayAsync(SomeAuthority authority, params (string Name, string Value)[] variables)
        => StartAsync(GatewayHost.Build(
            FinFlowConfiguration.From(
                variables.Concat([("FINFLOW_PORT", "0"), ("LOG_LEVEL", "none"), ("FINFLOW_TLS_CA", authority.AuthorityPath)]).ToDictionary(variable => variable.Item1, variable => variable.Item2)),
            new GatewaySettings
            {
                SchemaPath = SchemaPath,
                OperationsPath = _folder,
                Addresses = _shop.Sources.ToDictionary(source => source.Name, IReadOnlyList<Uri> (source) => [new Uri(_sources, source.Name)]),
            }));

    private async Task<Uri> StartAsync(WebApplication app)
    {
        _running.Add(app);
        await app.StartAsync();
        return app.ListensAt();
    }

    private static FinFlowConfiguration Configure(SomeAuthority authority, string process)
    {
        var (certificate, key) = authority.Issue();
        return FinFlowConfiguration.From(new Dictionary<string, string>
        {
            [$"{process.ToUpperInvariant()}_PORT"] = "0", ["FINFLOW_TLS_CERTIFICATE"] = certificate, ["FINFLOW_TLS_KEY"] = key,
        });
    }

    private static HttpClient ClientThatTrusts(SomeAuthority authority)
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = TlsFiles.TrustOf(FinFlowConfiguration.From(new Dictionary<string, string> { ["FINFLOW_TLS_CA"] = authority.AuthorityPath }));
        return new HttpClient(handler);
    }
}
