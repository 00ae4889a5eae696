using FinFlow.Gateway.Fusion;
using FinFlow.GraphQL.AspNetCore;
using FinFlow.GraphQL.Types;
using FinFlow.Hosting;

namespace FinFlow.Gateway;

/// <summary>What the gateway serves over HTTP.</summary>
public static class GatewayEndpoints
{
    /// <summary>What `/api-docs` says beside the schema.</summary>
    private static readonly ApiDocsOptions Reference = new()
    {
        Introduction =
            """
            Everything is asked at one address, `POST /graphql`; subscriptions also by `text/event-stream` and over WebSocket, as `graphql-transport-ws`.
            `register` and `login` are for everybody; `login` gives an access token, which goes into the header `Authorization: Bearer …`. The permission
            that a field needs stands beside it.

            A mutation takes one `input` and answers what it made, or `errors`: refusals with a `code` for programs and a `message` for people. What moves
            money takes an `idempotencyKey`: the same key with the same input is the same act. Amounts are exact decimal text with as many digits as their
            currency has, and times are UTC.
            """,
        PlainEndpoints = ForwardedEndpoints.Reference,
        Limits =
        [
            new("Request body", "8 MiB", "413"),
            new("Requests in one batch", "100", "400"),
            new("Nesting of fields", $"{ValidationLimits.Default.DepthMax}", "LIMIT_DEPTH_EXCEEDED"),
            new("Fields, fragments expanded", $"{ValidationLimits.Default.FieldsMax}", "LIMIT_FIELDS_EXCEEDED"),
            new("Aliases", $"{ValidationLimits.Default.AliasesMax}", "LIMIT_ALIASES_EXCEEDED"),
            new("Fields of the operation's root", $"{ValidationLimits.Default.RootFieldsMax}", "LIMIT_ROOT_FIELDS_EXCEEDED"),
            new("Deferred fragments of an operation, fragments expanded", $"{PlannerOptions.Default.DeferredFragmentsMax}", "DEFER_MAX"),
            new("Items on a page", "20, at most 100", "HC0051"),
            new("Time of one operation", "30 s", "TIMEOUT"),
            new("Operations at once on one WebSocket", "100", "error"),
            new("Operations of a user in a minute", "6000, by RATE_LIMIT_PER_USER", "RATE_LIMITED"),
            new("Operations without a token from an address in a minute", "1200, by RATE_LIMIT_PER_ADDRESS", "RATE_LIMITED"),
        ],
    };

    /// <summary>Maps `/graphql` with every transport, the IDE and the trusted documents, `/api-docs` and `/dashboard`.</summary>
    /// <param name="authenticator">
    /// Refuses a token that counts nowhere before any subgraph is asked; each subgraph checks again for itself. Null hands tokens on unread.
    /// </param>
    /// <param name="limits">
    /// What a client may send; counted where tokens are read, since without their users everybody behind one address would share its limit.
    /// </param>
    public static void MapGateway(
        this IEndpointRouteBuilder app, GatewayRuntime gateway, RequestAuthenticator? authenticator, RateLimits limits, GraphQLServerOptions? options = null)
    {
        options ??= new GraphQLServerOptions();
        Func<IRequestExecutor> executor = authenticator is null
            ? () => gateway.Executor
            : () => new AuthenticatingExecutor(new RateLimitingExecutor(gateway.Executor, limits), token => AuthenticateAsync(authenticator, token));
        app.MapGraphQL("/graphql", executor, options with
        {
            Documents = options.Documents ?? FolderDocumentStorage.Load(gateway.Settings.OperationsPath),
            OnlyTrustedDocuments = options.OnlyTrustedDocuments || gateway.Settings.OnlyTrustedDocuments,
            IdeQuery = options.IdeQuery ?? FirstSteps(),
            WebSockets = authenticator is null ? options.WebSockets : Watched(options.WebSockets, authenticator),
            ForwardedHeaders = [.. options.ForwardedHeaders, FusionOptions.PlanHeader, .. gateway.Settings.Fusion.PassedHeaders],
        });
        app.MapApiDocs("/api-docs", () => gateway.Executor, Reference with { Permission = gateway.PermissionOf });
        app.MapDashboard();
    }

    private static async ValueTask<Authentication> AuthenticateAsync(RequestAuthenticator authenticator, string? authorization)
        => await authenticator.AuthenticateAsync(authorization) switch
        {
            AuthenticationOutcome.Authenticated known => new(known.Principal, null),
            AuthenticationOutcome.Refused refused => new(null, refused.Message),
            _ => default,
        };

    // A subscription was permitted once and lives for hours: a session that ends must end it within the five seconds that hold everywhere.
    private static WebSocketProtocolOptions Watched(WebSocketProtocolOptions limits, RequestAuthenticator authenticator) => limits with
    {
        Authenticate = async (token, _) => await authenticator.AuthenticateAsync(token) is not AuthenticationOutcome.Refused,
        AuthenticateInterval = limits.AuthenticateInterval ?? TimeSpan.FromSeconds(2),
    };

    private static string FirstSteps()
    {
        using var reader = new StreamReader(typeof(GatewayEndpoints).Assembly.GetManifestResourceStream("FinFlow.Gateway.FirstSteps.graphql")!);
        return reader.ReadToEnd();
    }
}
