using System.Globalization;

namespace FinFlow.Journeys.Tests;

/// <summary>Each subgraph also starts alone and serves its schema.</summary>
public sealed class SubgraphAloneTests
{
    [Theory]
    [InlineData("accounting")]
    [InlineData("analytics")]
    [InlineData("auth")]
    [InlineData("compliance")]
    [InlineData("credit")]
    [InlineData("payments")]
    [InlineData("transactions")]
    public async Task Subgraph_Should_StartAloneAndServeItsSchema(string name)
    {
        var data = Directory.CreateTempSubdirectory("finflow-alone-");
        var address = new Uri($"http://127.0.0.1:{Loopback.FreePort()}");
        var project = CultureInfo.InvariantCulture.TextInfo.ToTitleCase(name);
        var environment = new Dictionary<string, string> { ["FINFLOW_DATA"] = data.FullName, [$"{name.ToUpperInvariant()}_PORT"] = $"{address.Port}" };
        await using (await RunningProgram.StartAsync(project, $"FinFlow.{project}.dll", environment, new Uri(address, "/health/ready")))
        {
            using var client = new GraphQLClient(address);

            var answered = await client.DataAsync("{ __typename }");
            var schema = await client.GetAsync("/graphql/schema.graphql");
            var reference = await client.GetAsync("/api-docs");
            var debug = await client.GetAsync("/debug");

            Assert.Equal("Query", answered.GetProperty("__typename").GetString());
            Assert.Equal(await File.ReadAllTextAsync(Path.Combine(BuildOutput.RepositoryRoot, "schema", $"{name}.graphql")), schema.Text);
            Assert.Equal(200, reference.Status);
            Assert.Equal(404, debug.Status);
        }

        data.Delete(recursive: true);
    }
}
