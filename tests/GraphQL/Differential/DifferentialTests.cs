using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FinFlow.GraphQL.Execution;
using FinFlow.GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.GraphQL.Tests;

/// <summary>The same schema, data and operation, executed here and by graphql-js: the answers must be the same, keys sorted.</summary>
public sealed class DifferentialTests
{
    /// <summary>graphql-js has no limits.</summary>
    internal static readonly ValidationLimits Unlimited = new()
    {
        RootFieldsMax = int.MaxValue, AliasesMax = int.MaxValue, FieldsMax = int.MaxValue, ErrorsMax = int.MaxValue,
    };

    private const int Services = 60;
    private const int OperationsPerService = 10;

    [Fact]
    public async Task Random_Operations_Should_Be_Answered_As_GraphQLJs_Does()
    {
        var cases = (from seed in Enumerable.Range(0, Services)
                     let service = new RandomService(seed)
                     from number in Enumerable.Range(0, OperationsPerService)
                     let operation = new RandomOperation(service, (seed * 1000) + number)
                     select new Case(service.Sdl, operation.Document, operation.Variables, service.Root)).ToList();

        var executed = await CompareAsync(cases);

        Assert.True(executed > 300, $"Only {executed} operations got as far as to have data.");
    }

    [Fact]
    public async Task Handwritten_Operations_Should_Be_Answered_As_GraphQLJs_Does()
        => await CompareAsync([.. WrittenCases.All.Select(written => new Case(
            WrittenCases.Sdl, written.Document, JsonNode.Parse(written.Variables)!.AsObject(), JsonNode.Parse(WrittenCases.Root)!))]);

    private static async Task<int> CompareAsync(List<Case> cases)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(file, cases.Select(one => new JsonObject
            {
                ["sdl"] = one.Sdl, ["query"] = one.Document, ["variables"] = one.Variables.DeepClone(), ["root"] = one.Root.DeepClone(),
            }.ToJsonString()));
            var peer = (await Peers.RunAsync("execute.mjs", file)).Trim().Split('\n');
            var differences = new List<string>();
            var executed = 0;
            for (var i = 0; i < cases.Count; i++)
            {
                var (expected, actual) = (Normalize(peer[i]), Normalize(await ExecuteAsync(cases[i])));
                executed += expected.Contains("\"data\":{", StringComparison.Ordinal) ? 1 : 0;
                if (expected != actual)
                {
                    differences.Add($"{i}\n{cases[i].Document}\n{cases[i].Variables.ToJsonString()}\n{cases[i].Sdl}\n  graphql-js {expected}\n  ours       {actual}");
                }
            }

            Assert.True(differences.Count == 0, $"{differences.Count} of {cases.Count} differ.\n{string.Join("\n\n", differences.Take(12))}");
            return executed;
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<string> ExecuteAsync(Case one)
    {
        var root = (IReadOnlyDictionary<string, object?>)ToValue(one.Root)!;
        var services = new ServiceCollection();
        services.AddGraphQLServer("random").AddDocument(one.Sdl, context => ResolveAsync(context, root)).ModifyOptions(options =>
            {
                options.Validation = Unlimited;
                options.Cost = new CostOptions { FieldCostMax = double.MaxValue, TypeCostMax = double.MaxValue };
            });
        await using var provider = services.BuildServiceProvider();
        await using var result = await provider.GetRequiredService<IRequestExecutor>()
            .ExecuteAsync(ShopServer.Request(one.Document, one.Variables.ToJsonString()), CancellationToken.None);
        return ((OperationResult)result).Body.ToString();
    }

    internal static async ValueTask<object?> ResolveAsync(IResolverContext context, IReadOnlyDictionary<string, object?> root)
    {
        if (context.Field.Name.StartsWith("echo", StringComparison.Ordinal))
        {
            return Sorted(ToJson(context.CoercedArguments))!.ToJsonString();
        }

        var parent = context.Path.Count == 1 ? root : context.Parent<IReadOnlyDictionary<string, object?>>();
        switch (parent.GetValueOrDefault(context.Field.Name))
        {
            case IReadOnlyDictionary<string, object?> fields when fields.TryGetValue("$error", out var message):
                throw new GraphQLException((string)message!);
            case IReadOnlyDictionary<string, object?> fields when fields.TryGetValue("$later", out var later):
                await Task.Delay(1);
                return later;
            case var value:
                return value;
        }
    }

    internal static object? ToValue(JsonNode? node) => node switch
    {
        null => null,
        JsonObject fields => fields.ToDictionary(field => field.Key, field => ToValue(field.Value)),
        JsonArray items => items.Select(ToValue).ToList(),
        _ => node.GetValueKind() switch
        {
            JsonValueKind.String => node.GetValue<string>(),
            JsonValueKind.Number => int.TryParse(node.ToJsonString(), CultureInfo.InvariantCulture, out var whole) ? whole : double.Parse(node.ToJsonString(), CultureInfo.InvariantCulture),
            var kind => kind == JsonValueKind.True,
        },
    };

    private static JsonNode? ToJson(object? value) => value switch
    {
        null => null,
        IReadOnlyDictionary<string, object?> fields => new JsonObject(fields.Select(field => KeyValuePair.Create(field.Key, ToJson(field.Value)))),
        string text => text,
        System.Collections.IEnumerable items => new JsonArray([.. items.Cast<object?>().Select(ToJson)]),
        double number => number == Math.Floor(number) ? (long)number : number,
        bool flag => flag,
        _ => Convert.ToInt64(value, CultureInfo.InvariantCulture),
    };

    private static string Normalize(string response)
    {
        var json = JsonNode.Parse(response)!.AsObject();
        if (json["errors"] is JsonArray errors)
        {
            json["errors"] = new JsonArray(
            [
                .. errors.Select(error => new JsonObject
                {
                    ["message"] = error!["message"]?.DeepClone(), ["locations"] = error["locations"]?.DeepClone(), ["path"] = error["path"]?.DeepClone(),
                }).OrderBy(error => error.ToJsonString(), StringComparer.Ordinal),
            ]);
        }

        return Sorted(json)!.ToJsonString();
    }

    internal static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject fields => new JsonObject(fields.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => KeyValuePair.Create(field.Key, Sorted(field.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    private sealed record Case(string Sdl, string Document, JsonObject Variables, JsonNode Root);
}
