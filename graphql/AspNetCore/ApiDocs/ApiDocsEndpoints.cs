using System.Runtime.CompilerServices;
using FinFlow.GraphQL.Types;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FinFlow.GraphQL.AspNetCore;

/// <summary>Serves a reference that is made from the schema, so that it cannot be out of date.</summary>
public static class ApiDocsEndpoints
{
    /// <summary>Maps the reference at <paramref name="path"/> and the plain HTTP endpoints' OpenAPI document at `{path}/openapi.json`.</summary>
    public static IEndpointConventionBuilder MapApiDocs(
        this IEndpointRouteBuilder endpoints, string path, Func<IRequestExecutor> executor, ApiDocsOptions? options = null)
    {
        options ??= new ApiDocsOptions();
        var pages = new ConditionalWeakTable<Schema, string>();
        endpoints.MapGet($"{path.TrimEnd('/')}/openapi.json", context => OpenApiDocument.WriteAsync(context, options));
        return endpoints.MapGet(path, context =>
        {
            var page = pages.GetValue(executor().Schema, schema => new ReferencePage(schema, options).Render());
            context.Response.Headers.CacheControl = "no-cache";
            return HtmlPages.WriteAsync(context, page, ReferencePage.ContentSecurityPolicy);
        });
    }
}
