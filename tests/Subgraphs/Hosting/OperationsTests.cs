using System.Net;
using System.Text.Json;
using FinFlow.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FinFlow.Subgraphs.Tests;

public sealed class OperationsTests
{
    private static readonly DependencyCheck Up = new("database", _ => Task.CompletedTask);
    private static readonly DependencyCheck Down = new("kafka", _ => throw new IOException("broker-7.internal refused password hunter2"));

    [Fact]
    public async Task Health_Should_Name_Each_Dependency_And_Tell_No_Reasons()
    {
        await using var app = await StartAsync([Up, Down]);
        using var response = await app.Client.GetAsync(new Uri("/health", UriKind.Relative));
        var body = await response.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        var health = JsonDocument.Parse(body).RootElement;
        Assert.Equal("DOWN", health.GetProperty("status").GetString());
        Assert.Equal(
            ["database UP", "kafka DOWN"],
            health.GetProperty("dependencies").EnumerateArray().Select(state => $"{state.GetProperty("name")} {state.GetProperty("status")}"));
        Assert.DoesNotContain("broker-7", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "DEGRADED", HttpStatusCode.OK)]
    [InlineData(false, "DOWN", HttpStatusCode.ServiceUnavailable)]
    public async Task OneOfSeveral_Should_BeEnoughToStayInService(bool isOneUp, string status, HttpStatusCode expected)
    {
        await using var app = await StartAsync([Down with { OneOf = "several" }, (isOneUp ? Up : Down) with { Name = "payments", OneOf = "several" }]);
        using var ready = await app.Client.GetAsync(new Uri("/health/ready", UriKind.Relative));
        using var health = await app.Client.GetAsync(new Uri("/health", UriKind.Relative));

        Assert.Equal((expected, expected), (ready.StatusCode, health.StatusCode));
        Assert.Equal(status, JsonDocument.Parse(await health.Content.ReadAsStringAsync()).RootElement.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Readiness_Should_NotWaitForWhatItDoesNotDependOn()
    {
        var isAsked = false;
        await using var app = await StartAsync([Up, new DependencyCheck("kafka", _ => Task.FromResult(isAsked = true)) { IsVital = false }]);
        using var ready = await app.Client.GetAsync(new Uri("/health/ready", UriKind.Relative));

        Assert.Equal((HttpStatusCode.OK, false), (ready.StatusCode, isAsked));
        Assert.Equal("UP", JsonDocument.Parse(await ready.Content.ReadAsStringAsync()).RootElement.GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("/health/live", HttpStatusCode.OK)]
    [InlineData("/health/ready", HttpStatusCode.ServiceUnavailable)]
    [InlineData("/debug", HttpStatusCode.NotFound)]
    public async Task Process_Should_Be_Alive_While_A_Dependency_Is_Down(string path, HttpStatusCode expected)
    {
        await using var app = await StartAsync([Down]);
        using var response = await app.Client.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Debug_Should_Answer_In_Development_With_Secrets_Masked()
    {
        await using var app = await StartAsync([], ("FINFLOW_ENVIRONMENT", "development"), ("STRIPE_API_KEY", "sk_live_1234567890"), ("STRIPE_WEBHOOK_SECRET", "whsec_1234567890"));
        var body = await app.Client.GetStringAsync(new Uri("/debug", UriKind.Relative));
        Assert.Equal("***", JsonDocument.Parse(body).RootElement.GetProperty("configuration").GetProperty("STRIPE_API_KEY").GetString());
        Assert.DoesNotContain("sk_live", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_Should_Be_Prometheus_Text()
    {
        await using var app = await StartAsync([Up]);
        await app.Client.GetStringAsync(new Uri("/health", UriKind.Relative));
        var text = await app.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative));

        Assert.Contains("# TYPE http_server_request_duration histogram\n", text, StringComparison.Ordinal);
        Assert.Matches("""http_server_request_duration_bucket\{[^}]*http_route="/health"[^}]*,le="\+Inf"\} \d+""", text);
        Assert.Contains("# TYPE dotnet_gc_collections_total counter\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_Should_SayWhatHealthSays()
    {
        await using (var app = await StartAsync([Up, Down]))
        {
            var text = await app.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
            Assert.Contains("finflow_ready 0\n", text, StringComparison.Ordinal);
            Assert.Contains("finflow_dependency_up{dependency=\"database\"} 1\nfinflow_dependency_up{dependency=\"kafka\"} 0\n", text, StringComparison.Ordinal);
            Assert.DoesNotContain("broker-7", text, StringComparison.Ordinal);
        }

        await using (var app = await StartAsync([Up, Down with { IsVital = false }]))
        {
            Assert.Contains("finflow_ready 1\n", await app.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative)), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("abc-123", "abc-123")]
    [InlineData("bad id!", null)]
    public async Task Request_Id_Should_Be_Kept_When_It_Is_Plain(string sent, string? kept)
    {
        await using var app = await StartAsync([]);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health/live");
        request.Headers.Add("X-Request-Id", sent);
        using var response = await app.Client.SendAsync(request);

        var received = Assert.Single(response.Headers.GetValues("X-Request-Id"));
        Assert.True(kept is null ? received != sent : received == kept);
    }

    [Fact]
    public async Task Failure_Should_Be_Masked_Behind_The_Request_Id()
    {
        await using var app = await StartAsync([]);
        using var response = await app.Client.GetAsync(new Uri("/boom", UriKind.Relative));

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        var error = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal("Internal error.", error.GetProperty("error").GetString());
        Assert.Equal(Assert.Single(response.Headers.GetValues("X-Request-Id")), error.GetProperty("requestId").GetString());
    }

    private static async Task<RunningApp> StartAsync(DependencyCheck[] checks, params (string Name, string Value)[] variables)
    {
        var configuration = FinFlowConfiguration.From(variables.ToDictionary(variable => variable.Name, variable => variable.Value));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.UseRequestLogging();
        app.MapOperations("payments", configuration, checks);
        app.MapGet("/boom", string () => throw new InvalidOperationException("secret inner detail"));
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new RunningApp(app, new HttpClient { BaseAddress = new Uri(address) });
    }

    private sealed record RunningApp(WebApplication App, HttpClient Client) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            Client.Dispose();
            await App.DisposeAsync();
        }
    }
}
