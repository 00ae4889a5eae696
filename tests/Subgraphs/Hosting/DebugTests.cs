using System.Diagnostics;
using System.Text.Json;
using FinFlow.Analytics;
using FinFlow.Auth;
using FinFlow.Hosting;
using FinFlow.Transactions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.Subgraphs.Tests;

/// <summary>What <c>/debug</c> tells a developer: what waits, how caches do, and what failed or took long in which trace.</summary>
public sealed class DebugTests : IDisposable
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string OtherTrace = "00f067aa0ba902b74bf92f3577b34da6";

    private static readonly (string Name, string Value) Development = ("FINFLOW_ENVIRONMENT", "development");

    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task LastErrors_Should_BeShown_ByTrace_WithoutSecrets()
    {
        await using var app = await StartAsync([], new SlowQueries());
        await SendAsync(app, "/boom", Trace);
        await SendAsync(app, "/boom", OtherTrace);

        Assert.Equal([OtherTrace, Trace], (await DebugAsync(app)).GetProperty("lastErrors").EnumerateArray().Select(error => error.Text("traceId")));
        var error = Assert.Single((await DebugAsync(app, $"?traceId={Trace}")).GetProperty("lastErrors").EnumerateArray());
        Assert.Equal(("\"GET\" \"/boom\" failed", "FinFlow.Requests"), (error.Text("message"), error.Text("source")));
        Assert.StartsWith("System.InvalidOperationException: password=***", error.Text("exception"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LastSlowQueries_Should_BeShown_ByTrace_WithoutTheirValues()
    {
        // Three million rows take every machine longer than what counts as slow.
        const string Slow = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000000) SELECT count(*) AS \"Value\" FROM n WHERE CAST(i AS TEXT) <> {0}";
        await using var auth = await RunningSubgraph.StartAsync<AuthSubgraph>(folder.Path, variables: Development);
        await using var app = await StartAsync(auth.DebugParts, auth.SlowQueries);
        using (var activity = new Activity("request").SetParentId($"00-{Trace}-00f067aa0ba902b7-01").Start())
        {
            await using var db = await auth.Services.GetRequiredService<IDbContextFactory<AuthDbContext>>().CreateDbContextAsync();
            Assert.Equal(3_000_000, (await db.Database.SqlQueryRaw<long>(Slow, "secret value").ToListAsync()).Single());
            await db.Users.CountAsync();
        }

        var query = Assert.Single((await DebugAsync(app, $"?traceId={Trace}")).GetProperty("lastSlowQueries").EnumerateArray());
        Assert.Equal("AuthDbContext", query.Text("database"));
        Assert.True(query.GetProperty("elapsedMs").GetDouble() >= SlowQueries.Threshold.TotalMilliseconds);
        Assert.StartsWith("WITH RECURSIVE n(i)", query.Text("statement"), StringComparison.Ordinal);
        Assert.DoesNotContain("secret value", query.Text("statement"), StringComparison.Ordinal);
        Assert.Empty((await DebugAsync(app, $"?traceId={OtherTrace}")).GetProperty("lastSlowQueries").EnumerateArray());
    }

    [Fact]
    public async Task OutboxAndConsumers_Should_ShowWhatWaits()
    {
        await using var analytics = await RunningSubgraph.StartAsync<AnalyticsSubgraph>(folder.Path, variables: Development);
        await using var app = await StartAsync(analytics.DebugParts, analytics.SlowQueries);

        var parts = await Telling.UntilAsync(
            async () => (await DebugAsync(app)).GetProperty("parts"), parts => parts.GetProperty("consumers").EnumerateObject().Any());
        Assert.Equal("""{"waiting":0,"oldestSeconds":0}""", JsonSerializer.Serialize(parts.GetProperty("outbox")));
        Assert.Contains("finflow.payments", parts.GetProperty("consumers").EnumerateObject().Select(topic => topic.Name));
    }

    [Fact]
    public async Task Cache_Should_ShowItsCounters()
    {
        await using var transactions = await RunningSubgraph.StartAsync<TransactionsSubgraph>(folder.Path, variables: Development);
        await using var app = await StartAsync(transactions.DebugParts, transactions.SlowQueries);
        var cache = transactions.Services.GetRequiredService<ReadCache>();
        var key = new CacheKey("org_1", "kind", "name", "scope");
        await cache.GetOrLoadAsync<string>(key, TimeSpan.FromMinutes(1), _ => Task.FromResult<string?>("value"), CancellationToken.None);
        await cache.GetOrLoadAsync<string>(key, TimeSpan.FromMinutes(1), _ => Task.FromResult<string?>("never"), CancellationToken.None);
        cache.Invalidate("scope");

        Assert.Equal(
            """{"hits":1,"staleHits":0,"secondLevelHits":0,"loads":1,"invalidations":1}""",
            JsonSerializer.Serialize((await DebugAsync(app)).GetProperty("parts").GetProperty("cache")));
        Assert.Contains("""finflow_cache_answers_total{cache="transactions",kind="load"}""", PrometheusMetrics.Shared.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PartThatCannotBeDescribed_Should_NotKeepTheOthersFromBeingRead()
    {
        await using var app = await StartAsync([new("outbox", _ => throw new IOException("host-7 refused")), new("cache", _ => Task.FromResult<object>(1))], new SlowQueries());
        Assert.Equal("""{"outbox":{"unavailable":"IOException"},"cache":1}""", JsonSerializer.Serialize((await DebugAsync(app)).GetProperty("parts")));
    }

    public void Dispose() => folder.Dispose();

    private static async Task<JsonElement> DebugAsync(WebApplication app, string query = "") => JsonDocument.Parse(await SendAsync(app, $"/debug{query}", OtherTrace)).RootElement;

    private static async Task<string> SendAsync(WebApplication app, string path, string trace)
    {
        using var client = new HttpClient { BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()) };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("traceparent", $"00-{trace}-00f067aa0ba902b7-01");
        using var response = await client.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }

    private static async Task<WebApplication> StartAsync(IEnumerable<DebugPart> parts, SlowQueries queries)
    {
        var configuration = FinFlowConfiguration.From(new Dictionary<string, string> { [Development.Name] = Development.Value, ["LOG_LEVEL"] = "error" });
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddFinFlowLogging(configuration);
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.UseRequestLogging();
        app.MapOperations("auth", configuration, [], parts, queries);
        app.MapGet("/boom", string () => throw new InvalidOperationException("password=hunter2"));
        await app.StartAsync();
        return app;
    }
}
