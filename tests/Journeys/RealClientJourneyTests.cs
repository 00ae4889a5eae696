using FinFlow.GraphQL.Tests;

namespace FinFlow.Journeys.Tests;

/// <summary>Clients from npm, unmodified, at two subgraphs that run alone: a merchant registers at auth, and pays and listens at payments.</summary>
public sealed class RealClientJourneyTests
{
    [Fact]
    public async Task Apollo_Urql_GraphqlWs_And_GraphqlSse_Should_WorkWithASubgraph()
    {
        var data = Directory.CreateTempSubdirectory("finflow-clients-");
        await using (var auth = await StartAsync("Auth", data, out var accounts))
        await using (var payments = await StartAsync("Payments", data, out var address))
        {
            var seen = await Peers.RunAsync("subgraph-clients.mjs", $"{accounts}graphql", $"{address}graphql", $"ws://127.0.0.1:{address.Port}/graphql");

            Assert.Equal(
                """
                urql registers {"register":{"user":{"roles":["MERCHANT"]},"errors":null}}
                apollo without a token ["AUTH_NOT_AUTHENTICATED"]
                apollo adds a card ["visa","4242"]
                apollo pays "10.00"
                apollo pays "20.00"
                apollo pays "30.00"
                apollo pages ["30.00","20.00","10.00"]
                apollo persisted 3
                apollo persisted 3
                apollo persisted requests 3
                apollo hears ["10.00","20.00","30.00","40.00"]
                urql get [{"amount":{"amount":"10.00"}}]
                urql hears ["10.00","20.00","30.00","40.00","50.00"]
                urql hears over http ["10.00","20.00","30.00","40.00","50.00","60.00"]
                graphql-ws query [{"amount":{"amount":"60.00"}}]
                graphql-ws hears ["10.00","20.00","30.00","40.00","50.00","60.00","70.00"]
                graphql-sse query [{"amount":{"amount":"70.00"}}]
                graphql-sse hears ["10.00","20.00","30.00","40.00","50.00","60.00","70.00","80.00"]
                """,
                seen.Trim());
        }

        data.Delete(recursive: true);
    }

    private static Task<RunningProgram> StartAsync(string name, DirectoryInfo data, out Uri address)
    {
        address = new Uri($"http://127.0.0.1:{Loopback.FreePort()}");
        var environment = new Dictionary<string, string> { ["FINFLOW_DATA"] = data.FullName, [$"{name.ToUpperInvariant()}_PORT"] = $"{address.Port}" };
        return RunningProgram.StartAsync(name, $"FinFlow.{name}.dll", environment, new Uri(address, "/health/ready"));
    }
}
