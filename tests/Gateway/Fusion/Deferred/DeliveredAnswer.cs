using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Tests;

/// <summary>A client of incremental delivery: puts the parts into their places, and minds that the gateway keeps the rules.</summary>
internal sealed class DeliveredAnswer
{
    private readonly Dictionary<string, JsonObject> _open = [];
    private readonly List<string> _announced = [];
    private readonly List<string> _failed = [];
    private readonly List<string> _errors = [];
    private readonly JsonNode? _data;

    private DeliveredAnswer(IReadOnlyList<string> payloads)
    {
        Payloads = payloads;
        var parsed = payloads.Select(payload => JsonNode.Parse(payload)!.AsObject()).ToList();
        Initial = Sorted(parsed[0]["data"])?.ToJsonString() ?? "null";
        _data = parsed[0]["data"]?.DeepClone();
        AddErrors(parsed[0]);
        for (var i = 0; i < parsed.Count; i++)
        {
            Assert.Equal(parsed.Count > 1 ? i < parsed.Count - 1 : null, parsed[i]["hasNext"]?.GetValue<bool>());
            Apply(parsed[i]);
        }

        Assert.Empty(_open);
    }

    public IReadOnlyList<string> Payloads { get; }

    /// <summary>The data of the first payload.</summary>
    public string Initial { get; }

    /// <summary>The data with all parts in their places.</summary>
    public string Data => Sorted(_data)?.ToJsonString() ?? "null";

    public IReadOnlyList<string> Failed => _failed;

    /// <summary>Paths and messages.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>Everything that does not depend on when something came.</summary>
    public string Describe() => string.Join('\n',
    [
        $"initial {Initial}",
        $"data {Data}",
        $"announced {string.Join(", ", _announced.Order(StringComparer.Ordinal))}",
        $"failed {string.Join(", ", _failed.Order(StringComparer.Ordinal))}",
        $"errors {string.Join(", ", _errors.Order(StringComparer.Ordinal))}",
    ]);

    public static async Task<DeliveredAnswer> OfAsync(IRequestExecutor executor, string document, string variables = "")
    {
        await using var result = await executor.ExecuteAsync(Request(document, variables), CancellationToken.None);
        if (result is OperationResult single)
        {
            return new DeliveredAnswer([single.Body.ToString()]);
        }

        var payloads = new List<string>();
        await using var results = Assert.IsType<ResponseStream>(result).Results.GetAsyncEnumerator();
        while (await results.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30)))
        {
            using var payload = results.Current;
            payloads.Add(payload.Body.ToString());
        }

        return new DeliveredAnswer(payloads);
    }

    public static OperationRequest Request(string document, string variables = "") => new()
    {
        Document = Encoding.UTF8.GetBytes(document), Variables = Encoding.UTF8.GetBytes(variables),
    };

    /// <summary>The data of an answer in one piece, as <see cref="Data"/> has it.</summary>
    public static string DataOf(string answer) => Sorted(JsonNode.Parse(answer)!["data"])?.ToJsonString() ?? "null";

    /// <summary>The next payload of a stream that is read step by step.</summary>
    public static async Task<string> NextAsync(IAsyncEnumerator<OperationResult> payloads)
    {
        Assert.True(await payloads.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30)));
        using var payload = payloads.Current;
        return payload.Body.ToString();
    }

    private void Apply(JsonObject payload)
    {
        foreach (var pending in List(payload, "pending"))
        {
            Assert.True(_open.TryAdd(pending["id"]!.GetValue<string>(), pending), "An id is given once.");
            _announced.Add(NameOf(pending));
        }

        foreach (var part in List(payload, "incremental"))
        {
            var path = _open[part["id"]!.GetValue<string>()]["path"]!.AsArray().Concat(part["subPath"]?.AsArray() ?? []);
            var target = path.Aggregate(_data, (at, step) => step!.GetValueKind() == JsonValueKind.String ? at![step.GetValue<string>()] : at![step.GetValue<int>()]);
            AddErrors(part);
            foreach (var (name, value) in part["data"]!.AsObject())
            {
                Assert.False(target!.AsObject().ContainsKey(name), $"{name} was sent twice.");
                target.AsObject()[name] = value?.DeepClone();
            }
        }

        foreach (var completed in List(payload, "completed"))
        {
            Assert.True(_open.Remove(completed["id"]!.GetValue<string>(), out var part), "What is completed was announced.");
            if (completed["errors"] is not null)
            {
                _failed.Add(NameOf(part));
                AddErrors(completed);
            }
        }
    }

    private static string NameOf(JsonObject part) => $"{part["path"]!.ToJsonString()} {part["label"]?.GetValue<string>()}".TrimEnd();

    private static IEnumerable<JsonObject> List(JsonObject payload, string name) => payload[name] is JsonArray list ? list.Select(entry => entry!.AsObject()) : [];

    private void AddErrors(JsonObject part) => _errors.AddRange(List(part, "errors").Select(error => $"{error["path"]?.ToJsonString()} {error["message"]}"));

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject fields => new JsonObject(fields.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => KeyValuePair.Create(field.Key, Sorted(field.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
