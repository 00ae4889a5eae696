using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using FinFlow.Messaging;

namespace FinFlow.Subgraphs.Tests;

/// <summary>What each event looks like on its topic, as JSON Schema: read from the records, kept in <c>schema/events.json</c>.</summary>
internal static class EventSchemas
{
    private static readonly JsonSerializerOptions Options = new(EventEnvelope.Json) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    private static readonly JsonSerializerOptions Printed = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    internal static JsonObject OfCode()
        => new(Topics.Contracts.OrderBy(contract => contract.Type, StringComparer.Ordinal).Select(contract => KeyValuePair.Create<string, JsonNode?>(contract.Type, new JsonObject
        {
            ["topic"] = contract.Topic,
            ["version"] = contract.SchemaVersion,
            ["data"] = Options.GetJsonSchemaAsNode(contract.Payload, new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true }),
        })));

    internal static string Print(JsonObject schemas) => schemas.ToJsonString(Printed) + "\n";

    /// <summary>
    /// Why processes of before and after a change could not read each other's events. While instances are replaced one by one, and as long as
    /// a log keeps old events, both directions must hold; a new version says that they do not.
    /// </summary>
    internal static IEnumerable<string> Breaks(JsonObject before, JsonObject after)
    {
        foreach (var (type, old) in before)
        {
            if (after[type] is not { } next)
            {
                yield return $"{type} is told no more: whoever waits for it waits forever.";
            }
            else if (next["topic"]!.GetValue<string>() != old!["topic"]!.GetValue<string>())
            {
                yield return $"{type} has gone to another topic.";
            }
            else if (next["version"]!.GetValue<int>() == old["version"]!.GetValue<int>())
            {
                foreach (var found in BreaksOf(type, old["data"]!, next["data"]!))
                {
                    yield return found;
                }
            }
        }
    }

    private static IEnumerable<string> BreaksOf(string path, JsonNode before, JsonNode after)
    {
        if (before["type"]?.ToJsonString() != after["type"]?.ToJsonString() || before["format"]?.ToJsonString() != after["format"]?.ToJsonString())
        {
            yield return $"{path} was {Kind(before)} and is {Kind(after)}.";
            yield break;
        }

        var (old, next) = (Properties(before), Properties(after));
        foreach (var name in old.Keys.Except(next.Keys))
        {
            yield return $"{path}.{name} is gone: those who read it fail.";
        }

        foreach (var name in next.Keys.Except(old.Keys).Where(name => Required(after).Contains(name)))
        {
            yield return $"{path}.{name} is new and required: events of before do not have it.";
        }

        foreach (var name in old.Keys.Intersect(next.Keys))
        {
            if (Required(before).Contains(name) != Required(after).Contains(name))
            {
                yield return $"{path}.{name} is required {(Required(after).Contains(name) ? "now" : "no more")}: those of the other side may miss it.";
            }

            foreach (var found in BreaksOf($"{path}.{name}", old[name], next[name]))
            {
                yield return found;
            }
        }

        if ((before["items"], after["items"]) is ({ } item, { } nextItem))
        {
            foreach (var found in BreaksOf($"{path}[]", item, nextItem))
            {
                yield return found;
            }
        }
    }

    private static string Kind(JsonNode schema) => $"{schema["type"]?.ToJsonString() ?? "anything"}{(schema["format"] is { } format ? $" ({format})" : "")}";

    private static Dictionary<string, JsonNode> Properties(JsonNode schema)
        => (schema["properties"] as JsonObject)?.ToDictionary(property => property.Key, property => property.Value!) ?? [];

    private static HashSet<string> Required(JsonNode schema) => [.. (schema["required"] as JsonArray ?? []).Select(name => name!.GetValue<string>())];
}
