using FinFlow.Gateway.Fusion;
using FinFlow.GraphQL.AspNetCore;
using FinFlow.GraphQL.Types;
using FinFlow.Hosting;

namespace FinFlow.Gateway;

/// <summary>What the gateway serves over HTTP.</summary>
public static class GatewayEndpoints
{
    /// <summary>
    /// Maps `/graphql` with every transport, the IDE and the trusted documents, and `/api-docs`; where FinFlow's own schema is served, `/dashboard` too.
    /// </summary>
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
            ? () => new MeasuringExecutor(gateway.Executor, OperationMetrics.Shared)
            : () => new MeasuringExecutor(
                new AuthenticatingExecutor(new RateLimitingExecutor(gateway.Executor, limits), token => AuthenticateAsync(authenticator, token)), OperationMetrics.Shared);

        // What is measured while nobody listens is lost.
        _ = PrometheusMetrics.Shared;
        OperationMetrics.Shared.Begin();
        app.MapGraphQL("/graphql", executor, options with
        {
            Documents = options.Documents ?? (gateway.OperationsPath is { } folder ? FolderDocumentStorage.Load(folder) : null),
            OnlyTrustedDocuments = options.OnlyTrustedDocuments || gateway.Settings.OnlyTrustedDocuments,
            IdeTitle = gateway.IsFinFlow ? options.IdeTitle : "GraphQL",
            IdeQuery = options.IdeQuery ?? (gateway.IsFinFlow ? FirstSteps() : null),
            WebSockets = authenticator is null ? options.WebSockets : Watched(options.WebSockets, authenticator),
            ForwardedHeaders = [.. options.ForwardedHeaders, FusionOptions.PlanHeader, .. gateway.Settings.Fusion.PassedHeaders],
        });

        // Who opens the address in a browser finds the IDE.
        app.MapGet("/", () => Results.Redirect("/graphql"));
        app.MapApiDocs("/api-docs", () => gateway.Executor, GatewayReference.Of(gateway, authenticator is null ? null : limits));
        if (gateway.IsFinFlow)
        {
            app.MapDashboard();
        }
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
