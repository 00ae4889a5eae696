using System.Text.Json.Nodes;
using FinFlow.GraphQL.Execution;
using FinFlow.GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.GraphQL.Tests;

/// <summary>
/// Operations with @defer and @stream, executed here and by graphql-js 17. When parts are ready, and which come together, is up to a server;
/// the first data, the data in the end, what was announced, what failed and the errors are not.
/// </summary>
public sealed class IncrementalDifferentialTests
{
    [Fact]
    public async Task Random_Operations_Should_Come_In_The_Parts_Of_GraphQLJs()
    {
        var cases = (from seed in Enumerable.Range(0, 60)
                     let service = new RandomService(seed)
                     from number in Enumerable.Range(0, 10)
                     let operation = new RandomOperation(service, (seed * 1000) + number, isIncremental: true)
                     select (service.Sdl, operation.Document, operation.Variables, service.Root)).ToList();

        Assert.InRange(await CompareAsync(cases), 100, cases.Count);
    }

    [Fact]
    public async Task Handwritten_Operations_Should_Come_In_The_Parts_Of_GraphQLJs()
        => Assert.InRange(await CompareAsync([.. IncrementalCases.All.Select(document => (WrittenCases.Sdl, document, new JsonObject(), JsonNode.Parse(WrittenCases.Root)!))]), 20, 100);

    /// <returns>How many answers came in parts.</returns>
    private static async Task<int> CompareAsync(List<(string Sdl, string Document, JsonObject Variables, JsonNode Root)> cases)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(file, cases.Select(one => new JsonObject
            {
                ["sdl"] = one.Sdl, ["query"] = one.Document, ["variables"] = one.Variables.DeepClone(), ["root"] = one.Root.DeepClone(),
            }.ToJsonString()));
            var peer = (await Peers.RunAsync("incremental.mjs", file)).Trim().Split('\n');
            var differences = new List<string>();
            var incremental = 0;
            for (var i = 0; i < cases.Count; i++)
            {
                var theirs = JsonNode.Parse(peer[i])!.AsArray().Select(payload => payload!.AsObject()).ToList();
                var ours = await ExecuteAsync(cases[i].Sdl, cases[i].Document, cases[i].Variables, cases[i].Root);
                incremental += theirs.Count > 1 ? 1 : 0;
                var (expected, actual) = (Describe(theirs), Describe(ours));
                if (expected != actual)
                {
                    differences.Add($"{i}\n{cases[i].Document}\n{cases[i].Sdl}\n--- graphql-js\n{expected}\n--- ours\n{actual}\n{string.Join('\n', ours.Select(payload => payload.ToJsonString()))}\n");
                }
            }

            Assert.True(differences.Count == 0, $"{differences.Count} of {cases.Count} differ.\n{string.Join("\n\n", differences.OrderBy(text => text.Length).Take(6))}");
            return incremental;
        }
        finally
        {
            File.Delete(file);
        }
    }

    // What is refused is compared by the other tests, with the peer's older version.
    private static string Describe(List<JsonObject> payloads) => payloads[0].ContainsKey("data") ? new IncrementalAnswer(payloads).Describe() : "refused";

    private static async Task<List<JsonObject>> ExecuteAsync(string sdl, string document, JsonObject variables, JsonNode data)
    {
        var root = (IReadOnlyDictionary<string, object?>)DifferentialTests.ToValue(data)!;
        var services = new ServiceCollection();
        services.AddGraphQLServer("random")
            .AddDocument(sdl, context => context.Field.Name.StartsWith("echo", StringComparison.Ordinal)
                // Arguments that do not fit are an error when they are asked for.
                ? new ValueTask<object?>(context.CoercedArguments is null ? null : "echo")
                : DifferentialTests.ResolveAsync(context, root))
            .ModifyOptions(options =>
            {
                options.IncrementalDelivery = true;
                options.Validation = DifferentialTests.Unlimited;
                options.Cost = new CostOptions { FieldCostMax = double.MaxValue, TypeCostMax = double.MaxValue };
            });
        await using var provider = services.BuildServiceProvider();
        await using var result = await provider.GetRequiredService<IRequestExecutor>()
            .ExecuteAsync(ShopServer.Request(document, variables.ToJsonString()), CancellationToken.None);
        return await IncrementalTests.PayloadsAsync(result);
    }
}
