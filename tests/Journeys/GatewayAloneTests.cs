using System.Net.Http.Json;

namespace FinFlow.Journeys.Tests;

/// <summary>The gateway in a process of its own knows from the composed schema and its environment alone what it tells its readers.</summary>
public sealed class GatewayAloneTests
{
    [Fact]
    public async Task Reference_Should_ShowPermissions_When_NoSubgraphRuns()
    {
        var address = new Uri($"http://127.0.0.1:{Loopback.FreePort()}");
        var data = Directory.CreateTempSubdirectory("finflow-gateway-");
        var environment = new Dictionary<string, string> { ["FINFLOW_PORT"] = $"{address.Port}", ["FINFLOW_DATA"] = data.FullName };
        await using (await RunningProgram.StartAsync("Gateway", "FinFlow.Gateway.dll", environment, new Uri(address, "/health/live")))
        {
            using var client = new GraphQLClient(address);

            var reference = await client.GetAsync("/api-docs");

            Assert.Contains("<span class=\"permission\" title=\"Permission\">payments:write</span>", reference.Text, StringComparison.Ordinal);
            Assert.Contains("<span class=\"permission\" title=\"Permission\">ledger:post</span>", reference.Text, StringComparison.Ordinal);
        }

        data.Delete(recursive: true);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("production", false)]
    [InlineData("development", true)]
    public async Task Plan_Should_BeShownOnRequest_When_TheEnvironmentIsDevelopment(string? environment, bool isShown)
    {
        var address = new Uri($"http://127.0.0.1:{Loopback.FreePort()}");
        var data = Directory.CreateTempSubdirectory("finflow-gateway-");
        var variables = new Dictionary<string, string> { ["FINFLOW_PORT"] = $"{address.Port}", ["FINFLOW_DATA"] = data.FullName };
        if (environment is not null)
        {
            variables["FINFLOW_ENVIRONMENT"] = environment;
        }

        await using (await RunningProgram.StartAsync("Gateway", "FinFlow.Gateway.dll", variables, new Uri(address, "/health/live")))
        {
            using var client = new HttpClient();
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, "/graphql")) { Content = JsonContent.Create(new { query = "{ __typename }" }) };
            request.Headers.Add("Fusion-Operation-Plan", "1");

            using var response = await client.SendAsync(request);

            Assert.Equal(
                isShown ? """{"data":{"__typename":"Query"},"extensions":{"plan":"\n"}}""" : """{"data":{"__typename":"Query"}}""",
                await response.Content.ReadAsStringAsync());
        }

        data.Delete(recursive: true);
    }
}
