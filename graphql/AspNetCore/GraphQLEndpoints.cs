using FinFlow.GraphQL.Types;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FinFlow.GraphQL.AspNetCore;

/// <summary>Serves an executor at one path, over every protocol.</summary>
public static class GraphQLEndpoints
{
    /// <summary>
    /// Maps HTTP POST and GET, server-sent events and graphql-transport-ws at <paramref name="path"/>. The executor is asked for with each
    /// request, so that a new schema takes over between two requests.
    /// </summary>
    public static IEndpointConventionBuilder MapGraphQL(
        this IEndpointRouteBuilder endpoints, string path, Func<IRequestExecutor> executor, GraphQLServerOptions? options = null)
    {
        options ??= new GraphQLServerOptions();
        var services = endpoints.ServiceProvider;
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("FinFlow.GraphQL");
        var stopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        var documents = new DocumentResolver(options);
        var http = new GraphQLOverHttp(executor, options, documents, logger, stopping);
        var sockets = new GraphQLTransportWs(executor, options, documents, logger, stopping);
        var socketPipeline = endpoints.CreateApplicationBuilder().UseWebSockets().Use((RequestDelegate _) => sockets.HandleAsync).Build();
        var ide = new IdePage(options);
        if (options.ServeSchema)
        {
            endpoints.MapGet($"{path.TrimEnd('/')}/schema.graphql", new SchemaDocument(executor).HandleAsync);
        }

        if (options.ServeIde)
        {
            endpoints.MapGet($"{path.TrimEnd('/')}/ide.json", ide.HandleSettingsAsync);
        }

        return endpoints.Map(path, context =>
        {
            RequestIds.Exchange(context);
            var method = context.Request.Method;
            if (!HttpMethods.IsPost(method) && GraphQLTransportWs.IsHandshake(context))
            {
                return socketPipeline(context);
            }

            if (options.ServeIde && IdePage.IsWanted(context.Request))
            {
                return ide.HandleAsync(context);
            }

            return HttpMethods.IsPost(method) || HttpMethods.IsGet(method)
                ? http.HandleAsync(context)
                : HttpResponder.RefuseAsync(context, StatusCodes.Status405MethodNotAllowed, "GraphQL answers GET and POST.", ResponseFormat.Json);
        });
    }
}
