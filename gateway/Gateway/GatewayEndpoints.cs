using FinFlow.Gateway.Fusion;
using FinFlow.GraphQL.AspNetCore;

namespace FinFlow.Gateway;

/// <summary>What the gateway serves over HTTP.</summary>
public static class GatewayEndpoints
{
    /// <summary>Maps `/graphql` with every transport, the IDE and the trusted documents, and `/api-docs`.</summary>
    public static void MapGateway(this IEndpointRouteBuilder app, GatewayRuntime gateway, GraphQLServerOptions? options = null, ApiDocsOptions? docs = null)
    {
        options ??= new GraphQLServerOptions();
        app.MapGraphQL("/graphql", () => gateway.Executor, options with
        {
            Documents = options.Documents ?? FolderDocumentStorage.Load(gateway.Settings.OperationsPath),
            OnlyTrustedDocuments = options.OnlyTrustedDocuments || gateway.Settings.OnlyTrustedDocuments,
            ForwardedHeaders = [.. options.ForwardedHeaders, FusionOptions.PlanHeader],
        });
        app.MapApiDocs("/api-docs", () => gateway.Executor, docs ?? new ApiDocsOptions { PlainEndpoints = ForwardedEndpoints.Reference });
    }
}
