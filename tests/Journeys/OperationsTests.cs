namespace FinFlow.Journeys.Tests;

/// <summary>What operators and newcomers open: health, metrics, the reference, the IDE.</summary>
[Collection(OneProcessCollection.Name)]
public sealed class OperationsTests(SharedDeployment shared)
{
    [Fact]
    public async Task Health_Should_NameEachDependencyAndNoSecret()
    {
        using var client = shared.Deployment.Client();

        var health = await client.GetAsync("/health");

        Assert.Equal(200, health.Status);
        Assert.Equal("UP", health.Body.Text("status"));
        Assert.Equal(
            ["accounting database", "analytics database", "auth database", "compliance database", "credit database", "event log", "payments database", "transactions database"],
            health.Body.GetProperty("dependencies").EnumerateArray().Select(dependency => dependency.Text("name")).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(shared.Deployment.Data, health.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_Should_BeWrittenForPrometheus()
    {
        using var client = shared.Deployment.Client();

        var metrics = await client.GetAsync("/metrics");

        Assert.Equal(200, metrics.Status);
        Assert.Contains("# TYPE", metrics.Text, StringComparison.Ordinal);
    }

    [Theory, InlineData("/graphql?query={__typename}"), InlineData("/health"), InlineData("/api-docs"), InlineData("/dashboard"), InlineData("/nowhere")]
    public async Task Answers_Should_TellABrowserToBeCareful(string path)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(shared.Deployment.Address, path));

        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("DENY", answer.Headers.GetValues("X-Frame-Options").Single());
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
    }

    [Fact]
    public async Task Debug_Should_NotExistOutsideDevelopment()
    {
        using var client = shared.Deployment.Client();

        Assert.Equal(404, (await client.GetAsync("/debug")).Status);
    }

    [Fact]
    public async Task Reference_Should_ShowOperationsWithTheirPermissionsAndRefusals()
    {
        using var client = shared.Deployment.Client();

        var reference = await client.GetAsync("/api-docs");
        var openApi = await client.GetAsync("/api-docs/openapi.json");

        Assert.Contains("processPayment", reference.Text, StringComparison.Ordinal);
        Assert.Contains("payments:write", reference.Text, StringComparison.Ordinal);
        Assert.Contains("PAYMENT_DECLINED", reference.Text, StringComparison.Ordinal);
        Assert.StartsWith("3.", openApi.Body.Text("openapi"), StringComparison.Ordinal);
        Assert.True(openApi.Body.GetProperty("paths").TryGetProperty("/webhooks/{processor}", out _));
    }

    [Fact]
    public async Task Session_Should_EndEverywhereWithinFiveSeconds()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        await business.Client.DataAsync("{ payments { nodes { id } } accounts { nodes { id } } }");

        await business.Client.DataAsync("mutation { logout { session { id } } }");

        await Eventually.GetAsync(
            () => business.Client.QueryAsync("{ payments { nodes { id } } accounts { nodes { id } } }"),
            answer => answer.Status == 401);
    }
}
