using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Fusion;

/// <summary>
/// A source that is an Apollo Federation subgraph. It knows no list of variables and no list of operations: the sets of variables of a call
/// become one list of representations, several calls leave side by side, and each set gets its entity as if it had been asked alone.
/// </summary>
public sealed class EntitiesSourceClient(ISourceClient inner) : ISourceClient
{
    public async ValueTask<SourceResponse> FetchAsync(SourceRequest request, CancellationToken cancellationToken)
    {
        var fetches = request.Calls.Select((call, index) => FetchAsync(request, call, index, cancellationToken)).ToList();
        var answers = await Task.WhenAll(fetches).ConfigureAwait(false);
        return new SourceResponse([.. answers.SelectMany(answer => answer)]);
    }

    /// <summary>A subscription's root field is no entity.</summary>
    public async IAsyncEnumerable<SourceResponse> SubscribeAsync(SourceRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var response in inner.SubscribeAsync(request, cancellationToken).ConfigureAwait(false))
        {
            yield return response;
        }
    }

    private async Task<IReadOnlyList<SourceAnswer>> FetchAsync(SourceRequest request, SourceCall call, int index, CancellationToken cancellationToken)
    {
        IReadOnlyList<ReadOnlyMemory<byte>> variables = call.Entities is { } entities ? [Join(entities, call.Variables)] : call.Variables;
        using var response = await inner.FetchAsync(request with { Calls = [call with { Variables = variables, Entities = null }] }, cancellationToken).ConfigureAwait(false);
        var answer = response.Answers is [var only] ? only.Bytes.AsSpan(only.Start, only.Length).ToArray() : throw new SourceUnavailableException("One operation was not answered once.");
        try
        {
            return call.Entities is null ? [new SourceAnswer(answer, 0, answer.Length, index, 0)] : Split(answer, call.Variables.Count, index);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            throw new SourceUnavailableException("The answer for entities is not one of the protocol.", failure);
        }
    }

    /// <summary>The sets of variables as one: their parts as representations, and what the client sent once.</summary>
    private static ReadOnlyMemory<byte> Join(EntityFetch entities, IReadOnlyList<ReadOnlyMemory<byte>> sets)
    {
        var representations = new JsonArray();
        var joined = new JsonObject { [entities.Variable] = representations };
        foreach (var set in sets)
        {
            var representation = new JsonObject { ["__typename"] = entities.TypeName };
            foreach (var (name, value) in JsonNode.Parse(set.Span)!.AsObject())
            {
                if (name.StartsWith(entities.Variable, StringComparison.Ordinal))
                {
                    Merge(representation, value as JsonObject);
                }
                else if (!joined.ContainsKey(name))
                {
                    joined.Add(name, value?.DeepClone());
                }
            }

            representations.Add((JsonNode)representation);
        }

        return JsonSerializer.SerializeToUtf8Bytes(joined);
    }

    /// <summary>A key and a requirement may each hold a part of the same object.</summary>
    private static void Merge(JsonObject into, JsonObject? from)
    {
        foreach (var (name, value) in from ?? [])
        {
            if (into[name] is JsonObject known && value is JsonObject further)
            {
                Merge(known, further);
            }
            else if (into[name] is JsonArray items && value is JsonArray others && items.Count == others.Count)
            {
                for (var i = 0; i < items.Count; i++)
                {
                    if (items[i] is JsonObject item)
                    {
                        Merge(item, others[i] as JsonObject);
                    }
                }
            }
            else
            {
                into[name] = value?.DeepClone();
            }
        }
    }

    private static List<SourceAnswer> Split(byte[] answer, int count, int call)
    {
        using var document = JsonDocument.Parse(answer);
        var root = document.RootElement;
        var errors = root.TryGetProperty("errors", out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().ToList() : [];
        var found = root.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object ? data.GetProperty(EntityFetch.Field) : default;
        if (found.ValueKind == JsonValueKind.Array ? found.GetArrayLength() != count : errors.Count == 0)
        {
            throw new JsonException("There is not one entity for each representation.");
        }

        using var output = new JsonBuffer(answer.Length + (32 * count));
        var ends = new int[count];
        for (var i = 0; i < count; i++)
        {
            output.WriteRaw("{\"data\":{\"_entities\":"u8);
            output.WriteRaw(found.ValueKind == JsonValueKind.Array ? JsonMarshal.GetRawUtf8Value(found[i]) : "null"u8);
            output.WriteByte((byte)'}');
            WriteErrors(output, errors, i);
            output.WriteByte((byte)'}');
            ends[i] = output.Length;
        }

        var bytes = output.WrittenSpan.ToArray();
        return [.. ends.Select((end, set) => (Start: set == 0 ? 0 : ends[set - 1], end)).Select((place, set) => new SourceAnswer(bytes, place.Start, place.end - place.Start, call, set))];
    }

    /// <summary>The errors of one entity, and those of the whole request: nobody else would hear of them.</summary>
    private static void WriteErrors(JsonBuffer output, List<JsonElement> errors, int set)
    {
        var isFirst = true;
        foreach (var error in errors)
        {
            JsonElement[] path = error.TryGetProperty("path", out var steps) && steps.ValueKind == JsonValueKind.Array ? [.. steps.EnumerateArray()] : [];
            if (path.Length >= 2 && path[1].ValueKind == JsonValueKind.Number && path[1].GetInt32() != set)
            {
                continue;
            }

            output.WriteRaw(isFirst ? ",\"errors\":["u8 : ","u8);
            isFirst = false;
            var plain = JsonObject.Create(error)!;
            plain["path"] = new JsonArray([JsonValue.Create(EntityFetch.Field), .. path.Skip(2).Select(step => JsonNode.Parse(step.GetRawText()))]);
            using var text = new Utf8JsonWriter((IBufferWriter<byte>)output);
            plain.WriteTo(text);
        }

        output.WriteRaw(isFirst ? ""u8 : "]"u8);
    }
}
