using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.AspNetCore;

/// <summary>Limits and features of one GraphQL endpoint. Every limit protects memory, threads or sockets of the process.</summary>
public sealed record GraphQLServerOptions
{
    /// <summary>Bytes of a POST body. Statements to import travel as strings inside variables, hence the generous megabytes.</summary>
    public int RequestBytesMax { get; init; } = 8 * 1024 * 1024;

    /// <summary>Bytes of a multipart request with all its files; 0 refuses such requests. What exceeds 64 KB is kept on disk meanwhile.</summary>
    public long UploadBytesMax { get; init; } = 32 * 1024 * 1024;

    /// <summary>Files in one multipart request.</summary>
    public int UploadFilesMax { get; init; } = 16;

    /// <summary>Executions in one HTTP request, counted over all requests and variable maps of a batch.</summary>
    public int BatchSizeMax { get; init; } = 100;

    /// <summary>Nesting of a request body's JSON; protects the stack.</summary>
    public int JsonDepthMax { get; init; } = 128;

    /// <summary>
    /// Status of a result with data and errors as `application/graphql-response+json`; 294 by the draft, 200 for infrastructure that
    /// knows no 294. https://graphql.github.io/graphql-over-http/draft/#sec-Partial-success
    /// </summary>
    public int PartialSuccessStatus { get; init; } = 294;

    /// <summary>Silence on an event stream after which a comment keeps proxies from closing it.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(12);

    /// <summary>
    /// Names of request headers that executors read, see <see cref="OperationRequest.Headers"/>. Operations on a socket have those of its handshake, cookies excepted.
    /// </summary>
    public IReadOnlyList<string> ForwardedHeaders { get; init; } = ["GraphQL-Cost"];

    /// <summary>Documents that clients name by id; without it ids go to the executor as they are.</summary>
    public IOperationDocumentStorage? Documents { get; init; }

    /// <summary>Whether only documents of <see cref="Documents"/> are executed; no text is accepted then.</summary>
    public bool OnlyTrustedDocuments { get; init; }

    /// <summary>Documents that clients may register by hash (automatic persisted queries); 0 turns registration off.</summary>
    public int RegisteredDocumentsMax { get; init; } = 2_000;

    /// <summary>Bytes of one registered document, so that the registry's memory is bounded.</summary>
    public int RegisteredDocumentBytesMax { get; init; } = 64 * 1024;

    /// <summary>Limits of graphql-transport-ws.</summary>
    public WebSocketProtocolOptions WebSockets { get; init; } = new();

    /// <summary>Whether `GET {path}/schema.graphql` gives the schema.</summary>
    public bool ServeSchema { get; init; } = true;

    /// <summary>Whether a browser that opens the endpoint gets the IDE.</summary>
    public bool ServeIde { get; init; } = true;

    /// <summary>Where the IDE's page is looked for, seen from the program's folder and those above it.</summary>
    public static IReadOnlyList<string> IdePlaces { get; } = [Path.Combine("ide", "graphiql.html.gz"), Path.Combine("artifacts", "ide", "graphiql.html.gz")];

    /// <summary>The gzipped page that `Ide/build-ide.sh` makes; by default it is looked for beside the executable and in `artifacts/ide`.</summary>
    public string? IdePath { get; init; }

    public string IdeTitle { get; init; } = "FinFlow";

    /// <summary>The document that the IDE opens with; it may have several operations, of which the reader chooses.</summary>
    public string? IdeQuery { get; init; }

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}

/// <summary>Limits of graphql-transport-ws connections.</summary>
public sealed record WebSocketProtocolOptions
{
    /// <summary>Time for `connection_init` to arrive; afterwards 4408.</summary>
    public TimeSpan InitTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Operations at once on one connection; more are refused one by one, the connection stays.</summary>
    public int OperationsMax { get; init; } = 100;

    /// <summary>Bytes of one message from the client; a longer one closes the socket with 1009.</summary>
    public int MessageBytesMax { get; init; } = 1024 * 1024;

    /// <summary>Interval of the socket's own ping frames. A peer that has not answered one when the next is due is dead, and its socket is cut off.</summary>
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Time that a client may take to receive one message before the socket is closed, so that a stalled client frees its operations.</summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Decides from `connection_init`'s `payload.authorization` whether the connection is permitted; false closes with 4403. Without it every
    /// connection is, and the executor judges each operation.
    /// </summary>
    public Func<string?, CancellationToken, ValueTask<bool>>? Authenticate { get; init; }

    /// <summary>How often <see cref="Authenticate"/> is asked again while the connection lives, so that a revoked token ends it; null for never.</summary>
    public TimeSpan? AuthenticateInterval { get; init; }
}
