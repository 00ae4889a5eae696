using System.Text.Json.Nodes;

namespace FinFlow.GraphQL.Tests;

/// <summary>A client of incremental delivery: puts the parts into their places, and minds that the server keeps the rules.</summary>
internal sealed class IncrementalAnswer
{
    private readonly Dictionary<string, JsonObject> _open = [];
    private readonly JsonObject _first;

    public IncrementalAnswer(IReadOnlyList<JsonObject> payloads)
    {
        Payloads = payloads;
        _first = payloads[0];
        Data = _first["data"]?.DeepClone();
        Initial = DifferentialTests.Sorted(_first["data"])?.ToJsonString() ?? "null";
        AddErrors(_first);
        for (var i = 0; i < payloads.Count; i++)
        {
            var isLast = i == payloads.Count - 1;
            Assert.Equal(payloads.Count > 1 ? !isLast : null, payloads[i]["hasNext"]?.GetValue<bool>());
            Apply(payloads[i]);
        }

        Assert.Empty(_open);
    }

    public IReadOnlyList<JsonObject> Payloads { get; }

    public JsonNode? Data { get; }

    /// <summary>The data of the first payload.</summary>
    public string Initial { get; }

    /// <summary>`path label` of everything that was announced.</summary>
    public List<string> Announced { get; } = [];

    /// <summary>Announced parts that came to nothing.</summary>
    public List<string> Failed { get; } = [];

    public List<string> Errors { get; } = [];

    public string Describe() => string.Join('\n',
    [
        $"initial {Initial}",
        $"data {DifferentialTests.Sorted(Data)?.ToJsonString() ?? "null"}",
        $"announced {string.Join(", ", Announced.Order(StringComparer.Ordinal))}",
        $"failed {string.Join(", ", Failed.Order(StringComparer.Ordinal))}",
        $"errors {string.Join(", ", Errors.Order(StringComparer.Ordinal))}",
    ]);

    private static string NameOf(JsonObject part) => $"{part["path"]!.ToJsonString()} {part["label"]?.GetValue<string>()}";

    private void Apply(JsonObject payload)
    {
        foreach (var pending in List(payload, "pending"))
        {
            Assert.True(_open.TryAdd(pending["id"]!.GetValue<string>(), pending), "An id is given once.");
            Announced.Add(NameOf(pending));
        }

        foreach (var part in List(payload, "incremental"))
        {
            var path = _open[part["id"]!.GetValue<string>()]["path"]!.AsArray().Concat(part["subPath"]?.AsArray() ?? []);
            var target = path.Aggregate(Data, (at, step) => step!.GetValueKind() == System.Text.Json.JsonValueKind.String ? at![step.GetValue<string>()] : at![step.GetValue<int>()]);
            AddErrors(part);
            if (part["items"] is JsonArray items)
            {
                items.ToList().ForEach(item => target!.AsArray().Add(item?.DeepClone()));
            }
            else
            {
                Merge(target!.AsObject(), part["data"]!.AsObject());
            }
        }

        foreach (var completed in List(payload, "completed"))
        {
            Assert.True(_open.Remove(completed["id"]!.GetValue<string>(), out var part), "What is completed was announced.");
            if (completed["errors"] is not null)
            {
                Failed.Add(NameOf(part));
            }
        }
    }

    private static void Merge(JsonObject target, JsonObject fields)
    {
        foreach (var (name, value) in fields)
        {
            // Fields of a deferred group are sent once, so an object that is already there can only be entered by a sub-path.
            Assert.False(target.ContainsKey(name), $"{name} was sent twice.");
            target[name] = value?.DeepClone();
        }
    }

    private static IEnumerable<JsonObject> List(JsonObject payload, string name) => payload[name] is JsonArray list ? list.Select(entry => entry!.AsObject()) : [];

    private void AddErrors(JsonObject part) => Errors.AddRange(List(part, "errors").Select(error => $"{error["path"]?.ToJsonString()} {Said(error)}"));

    // graphql-js 17 words this one anew; its version 16, beside which the other tests run, says what we say.
    private static string Said(JsonObject error) => error["message"]!.GetValue<string>() is var message && message.StartsWith("Argument \"", StringComparison.Ordinal) ? "Argument" : message;
}
