using System.Security.Claims;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Fusion;

/// <summary>The way to one source schema: over HTTP, or within the process. Safe for concurrent use.</summary>
public interface ISourceClient
{
    /// <summary>Executes queries and mutations. Each set of variables of each call gets an answer.</summary>
    /// <exception cref="SourceUnavailableException">There is no answer.</exception>
    ValueTask<SourceResponse> FetchAsync(SourceRequest request, CancellationToken cancellationToken);

    /// <summary>Starts a subscription: one response per event. Ending the enumeration ends it at the source.</summary>
    /// <exception cref="SourceUnavailableException">The source does not answer, or stopped before the end; the last only while enumerating.</exception>
    IAsyncEnumerable<SourceResponse> SubscribeAsync(SourceRequest request, CancellationToken cancellationToken);
}

/// <summary>Operations that go to a source at once.</summary>
/// <param name="IsIdempotent">Queries may be repeated when an answer is missing, mutations never.</param>
public sealed record SourceRequest(IReadOnlyList<SourceCall> Calls, bool IsIdempotent, SourceContext Context)
{
    /// <summary>Of a subscription: when an equal one may join its stream.</summary>
    public JoinRule Joining { get; init; }
}

/// <summary>When whoever comes later may join the stream of an equal subscription; everybody gets what they would have got alone.</summary>
public enum JoinRule
{
    /// <summary>Until its first event: it may begin with the past.</summary>
    BeforeFirstEvent,

    /// <summary>At any time: it holds what happens from now on.</summary>
    WithNextEvent,

    /// <summary>At any time, beginning with its latest event: each is all there is to know.</summary>
    WithLatestEvent,
}

/// <summary>On whose behalf a source is asked. It is handed on as it came; the source checks it.</summary>
public sealed record SourceContext(string? Authorization, ClaimsPrincipal? User, string? RequestId)
{
    /// <summary>Further headers of the client, by name; see <see cref="FusionOptions.PassedHeaders"/>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <param name="request">The client's.</param>
    /// <param name="passed">The names of further headers that are passed on.</param>
    public static SourceContext Of(OperationRequest request, IReadOnlyList<string> passed)
    {
        var context = new SourceContext(request.Authorization, request.User, request.RequestId);
        return passed.Count == 0 || request.Headers is not { } headers ? context
            : context with { Headers = [.. passed.Where(headers.ContainsKey).Select(name => KeyValuePair.Create(name, headers[name]))] };
    }
}

/// <summary>One operation, executed once for each set of variables.</summary>
/// <param name="Document">The operation as UTF-8.</param>
/// <param name="DocumentJson">The same as a JSON string, quotes included.</param>
/// <param name="Variables">JSON objects as UTF-8; one or more.</param>
public sealed record SourceCall(ReadOnlyMemory<byte> Document, ReadOnlyMemory<byte> DocumentJson, IReadOnlyList<ReadOnlyMemory<byte>> Variables)
{
    /// <summary>Set where the source is an Apollo Federation subgraph and is asked for entities; see <see cref="EntitiesSourceClient"/>.</summary>
    public EntityFetch? Entities { get; init; }
}

/// <summary>What a source answered, in memory that is valid until it is disposed.</summary>
public sealed class SourceResponse(IReadOnlyList<SourceAnswer> answers, IDisposable? memory = null) : IDisposable
{
    public IReadOnlyList<SourceAnswer> Answers { get; } = answers;

    public void Dispose() => memory?.Dispose();
}

/// <summary>A GraphQL response: JSON at a place of an array.</summary>
/// <param name="Call">Index of the call; -1 when the answer's `requestIndex` says it.</param>
/// <param name="Variables">Index of the set of variables; -1 when the answer's `variableIndex` says it.</param>
public readonly record struct SourceAnswer(byte[] Bytes, int Start, int Length, int Call = -1, int Variables = -1);

/// <summary>A source did not answer, or not with GraphQL. The inner exception is for the log, not for clients.</summary>
public sealed class SourceUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
