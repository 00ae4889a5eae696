namespace FinFlow.GraphQL.Types;

/// <summary>An <see cref="OperationResult"/>, or a <see cref="ResponseStream"/> of them.</summary>
public abstract class ExecutionResult : IAsyncDisposable
{
    public abstract ValueTask DisposeAsync();
}

/// <summary>A response as UTF-8 JSON in pooled memory; whoever writes it to a client disposes it.</summary>
public sealed class OperationResult(JsonBuffer body) : ExecutionResult, IDisposable
{
    /// <summary>The whole response object, `{"data":…}` or `{"errors":…}`.</summary>
    public JsonBuffer Body { get; } = body;

    /// <summary>Whether the response has errors.</summary>
    public bool HasErrors { get; init; }

    /// <summary>Null when the operation was executed, even if data is null; otherwise why it was not.</summary>
    public RequestErrorKind? RequestError { get; init; }

    /// <summary>Whether `data` is present and not null.</summary>
    public bool HasData { get; init; }

    /// <summary>A request error: no data, no execution.</summary>
    public static OperationResult Refuse(RequestErrorKind kind, params IReadOnlyList<GraphQLError> errors)
    {
        var body = new JsonBuffer();
        body.WriteRaw("{\"errors\":"u8);
        GraphQLError.WriteAll(body, errors);
        body.WriteByte((byte)'}');
        return new OperationResult(body) { HasErrors = true, RequestError = kind };
    }

    public void Dispose() => Body.Dispose();

    public override ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>Why an operation was not executed; transports derive their status from it.</summary>
public enum RequestErrorKind
{
    /// <summary>The document does not parse.</summary>
    Syntax,
    /// <summary>The document is not valid for the schema, or exceeds a limit.</summary>
    Validation,
    /// <summary>The variables do not fit their types.</summary>
    Variables,
    /// <summary>There is no such operation in the document, or several and no name.</summary>
    OperationUnknown,
    /// <summary>The transport does not permit this kind of operation, e.g. a mutation by GET.</summary>
    OperationNotAllowed,
    /// <summary>The document id is unknown, or only trusted documents are permitted.</summary>
    DocumentUnknown,
    /// <summary>The request is not well formed: neither document nor id, or malformed extensions.</summary>
    Malformed,
    /// <summary>The token is expired, revoked or not ours.</summary>
    Unauthenticated,
    /// <summary>The time limit was reached before there was a result.</summary>
    Timeout,
    /// <summary>Too many requests at once.</summary>
    Overloaded,
    /// <summary>More requests of one client than it may send in a time.</summary>
    TooManyRequests,
    /// <summary>Our own fault.</summary>
    Internal,
}

/// <summary>Results over time: a subscription's events, or the payloads of incremental delivery.</summary>
public sealed class ResponseStream(ResponseStreamKind kind, IAsyncEnumerable<OperationResult> results, Func<ValueTask>? onDispose = null) : ExecutionResult
{
    private Func<ValueTask>? _onDispose = onDispose;

    public ResponseStreamKind Kind { get; } = kind;

    /// <summary>To be enumerated once. Cancelling the enumeration ends the source.</summary>
    public IAsyncEnumerable<OperationResult> Results { get; } = results;

    public override ValueTask DisposeAsync() => Interlocked.Exchange(ref _onDispose, null)?.Invoke() ?? ValueTask.CompletedTask;
}

public enum ResponseStreamKind { Subscription, Incremental }
