using System.Net;
using System.Security.Claims;

namespace FinFlow.GraphQL.Types;

/// <summary>
/// One operation to execute, as every transport (HTTP, WebSocket, SSE, in-process) hands it to an <see cref="IRequestExecutor"/>.
/// Texts stay UTF-8, so that a document that was seen before is found by its bytes. The memory is pooled by the transport and valid until
/// the result is disposed: whoever keeps a text for longer, as a cache of documents does, copies it.
/// </summary>
public sealed record OperationRequest
{
    /// <summary>The GraphQL document as UTF-8; empty when only <see cref="DocumentId"/> is given.</summary>
    public ReadOnlyMemory<byte> Document { get; init; }

    /// <summary>A trusted document's id, `sha256:` and 64 lower-case hexadecimal digits.</summary>
    public string? DocumentId { get; init; }

    public string? OperationName { get; init; }

    /// <summary>A JSON object as UTF-8; empty for none.</summary>
    public ReadOnlyMemory<byte> Variables { get; init; }

    /// <summary>A JSON object as UTF-8; empty for none.</summary>
    public ReadOnlyMemory<byte> Extensions { get; init; }

    /// <summary>What the scalar `Upload` refers to, by the names of their parts; null when none were sent.</summary>
    public IReadOnlyDictionary<string, IFile>? Files { get; init; }

    /// <summary>The Authorization header, or the same value from connection_init. Whoever executes checks it; nobody upstream is trusted.</summary>
    public string? Authorization { get; init; }

    /// <summary>Set by the authenticating layer of the executor, from <see cref="Authorization"/>.</summary>
    public ClaimsPrincipal? User { get; init; }

    /// <summary>Where the client is; null for callers within the process.</summary>
    public IPAddress? ClientAddress { get; init; }

    /// <summary>Correlates log lines of one client request across processes.</summary>
    public string? RequestId { get; init; }

    /// <summary>What the transport permits: GET permits queries only.</summary>
    public OperationKinds AllowedOperations { get; init; } = OperationKinds.All;

    /// <summary>Whether the answer may come in parts. Where it may not, @defer and @stream are ignored, as the specification permits.</summary>
    public bool AllowIncrementalDelivery { get; init; } = true;

    /// <summary>Further headers that executors read, such as GraphQL-Cost. Null when there are none.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }
}

[Flags]
public enum OperationKinds { None = 0, Query = 1, Mutation = 2, Subscription = 4, All = 7 }
