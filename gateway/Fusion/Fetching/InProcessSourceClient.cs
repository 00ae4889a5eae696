using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Fusion;

/// <summary>A source in the same process: no HTTP, and no copy of its answers.</summary>
public sealed class InProcessSourceClient(IRequestExecutor executor) : ISourceClient
{
    public async ValueTask<SourceResponse> FetchAsync(SourceRequest request, CancellationToken cancellationToken)
    {
        var operations = new List<OperationRequest>();
        var indices = new List<(int Call, int Variables)>();
        for (var call = 0; call < request.Calls.Count; call++)
        {
            for (var set = 0; set < request.Calls[call].Variables.Count; set++)
            {
                operations.Add(ToOperation(request, call, set));
                indices.Add((call, set));
            }
        }

        if (operations is [var only])
        {
            // One operation needs no batch.
            var result = await NotFailing(() => executor.ExecuteAsync(
                only with { AllowedOperations = OperationKinds.Query | OperationKinds.Mutation }, cancellationToken)).ConfigureAwait(false);
            return result is OperationResult single
                ? new SourceResponse([ToAnswer(single, 0, 0)], single)
                : throw new SourceUnavailableException("A stream is not an answer.");
        }

        var results = await NotFailing(() => executor.ExecuteBatchAsync(operations, cancellationToken)).ConfigureAwait(false);
        var answers = new SourceAnswer[results.Length];
        for (var i = 0; i < answers.Length; i++)
        {
            answers[i] = ToAnswer(results[i], indices[i].Call, indices[i].Variables);
        }

        return new SourceResponse(answers, new Results(results));
    }

    public async IAsyncEnumerable<SourceResponse> SubscribeAsync(SourceRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var result = await NotFailing(() => executor.ExecuteAsync(ToOperation(request, 0, 0), cancellationToken)).ConfigureAwait(false);
        if (result is OperationResult refused)
        {
            // The bytes are copied: the result is disposed when the enumeration goes on, the response when its reader is done.
            var bytes = refused.Body.WrittenSpan.ToArray();
            yield return new SourceResponse([new SourceAnswer(bytes, 0, bytes.Length, 0, 0)]);
            yield break;
        }

        await using var results = ((ResponseStream)result).Results.GetAsyncEnumerator(cancellationToken);
        while (await NotFailing(results.MoveNextAsync).ConfigureAwait(false))
        {
            yield return new SourceResponse([ToAnswer(results.Current, 0, 0)], results.Current);
        }
    }

    /// <summary>A source that throws is what a connection that breaks off is: clients are told that it is away, and nothing of the failure.</summary>
    private static async ValueTask<T> NotFailing<T>(Func<ValueTask<T>> ask)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            throw new SourceUnavailableException("The source failed.", failure);
        }
    }

    private static OperationRequest ToOperation(SourceRequest request, int call, int set) => new()
    {
        Document = request.Calls[call].Document,
        Variables = request.Calls[call].Variables[set],
        Authorization = request.Context.Authorization,
        User = request.Context.User,
        RequestId = request.Context.RequestId,
        Headers = request.Context.Headers is { Count: > 0 } headers ? new Dictionary<string, string>(headers, StringComparer.OrdinalIgnoreCase) : null,
    };

    private static SourceAnswer ToAnswer(OperationResult result, int call, int set)
        => MemoryMarshal.TryGetArray(result.Body.WrittenMemory, out var array)
            ? new SourceAnswer(array.Array!, array.Offset, array.Count, call, set)
            : throw new InvalidOperationException("A JsonBuffer is backed by an array.");

    private sealed class Results(OperationResult[] results) : IDisposable
    {
        public void Dispose() => Array.ForEach(results, result => result.Dispose());
    }
}
