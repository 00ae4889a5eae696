using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

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
        try
        {
            var responses = await Task.WhenAll(fetches).ConfigureAwait(false);
            return responses is [var only] ? only : new SourceResponse([.. responses.SelectMany(response => response.Answers)], new Together(responses));
        }
        catch
        {
            foreach (var fetch in fetches.Where(fetch => fetch.IsCompletedSuccessfully))
            {
                (await fetch.ConfigureAwait(false)).Dispose();
            }

            throw;
        }
    }

    /// <summary>A subscription's root field is no entity.</summary>
    public async IAsyncEnumerable<SourceResponse> SubscribeAsync(SourceRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var response in inner.SubscribeAsync(request, cancellationToken).ConfigureAwait(false))
        {
            yield return response;
        }
    }

    private async Task<SourceResponse> FetchAsync(SourceRequest request, SourceCall call, int index, CancellationToken cancellationToken)
    {
        IReadOnlyList<ReadOnlyMemory<byte>> variables = call.Entities is { } entities ? [Join(entities, call.Variables)] : call.Variables;
        var response = await inner.FetchAsync(request with { Calls = [call with { Variables = variables, Entities = null }] }, cancellationToken).ConfigureAwait(false);
        if (call.Entities is null && response.Answers is [var only])
        {
            return new SourceResponse([only with { Call = index, Variables = 0 }], response);
        }

        using (response)
        {
            try
            {
                return response.Answers is [var whole]
                    ? EntityAnswers.Split(whole, call.Variables.Count, index)
                    : throw new SourceUnavailableException("One operation was not answered once.");
            }
            catch (SourceFormatException failure)
            {
                throw new SourceUnavailableException("The answer for entities is not one of the protocol.", failure);
            }
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

    private sealed class Together(SourceResponse[] responses) : IDisposable
    {
        public void Dispose() => Array.ForEach(responses, response => response.Dispose());
    }
}
