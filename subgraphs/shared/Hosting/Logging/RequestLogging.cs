using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FinFlow.Hosting;

public static class RequestLogging
{
    private const string RequestIdHeader = "X-Request-Id";
    private const int RequestIdCharactersMax = 64;

    /// <summary>
    /// Gives each request an id, taken from <c>X-Request-Id</c> when the caller sends a plain one and sent back in it, puts it into
    /// all that is logged meanwhile, and logs how the request ended. Bodies, query strings and headers are never logged.
    /// </summary>
    public static IApplicationBuilder UseRequestLogging(this IApplicationBuilder app)
    {
        var logger = app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger("FinFlow.Requests");
        return app.Use(next => context => RunAsync(context, next, logger));
    }

    private static async Task RunAsync(HttpContext context, RequestDelegate next, ILogger logger)
    {
        var requestId = IdOf(context);
        context.TraceIdentifier = requestId;
        context.Response.Headers[RequestIdHeader] = requestId;

        using var scope = logger.BeginScope(new KeyValuePair<string, object>[] { new("RequestId", requestId) });
        var (started, span) = (Stopwatch.GetTimestamp(), Activity.Current);
        try
        {
            await next(context);
        }
        catch (Exception exception) when (!context.RequestAborted.IsCancellationRequested)
        {
            logger.LogError(exception, "{Method} {Path} failed", context.Request.Method, context.Request.Path.Value);
            if (context.Response.HasStarted)
            {
                throw;
            }

            // The id is all that a client learns about a failure; the log has the rest.
            context.Response.Clear();
            context.Response.Headers[RequestIdHeader] = requestId;
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            await context.Response.WriteAsJsonAsync(new { error = "Internal error.", requestId });
            return;
        }
        finally
        {
            span?.SetTag("http.route", (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText);
        }

        var level = context.Response.StatusCode >= StatusCodes.Status500InternalServerError ? LogLevel.Warning : LogLevel.Information;
        if (logger.IsEnabled(level))
        {
            logger.Log(
                level,
                "{Method} {Path} answered {Status} in {ElapsedMs} ms",
                context.Request.Method,
                context.Request.Path.Value,
                context.Response.StatusCode,
                Math.Round(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 3));
        }
    }

    private static string IdOf(HttpContext context)
        => context.Request.Headers[RequestIdHeader] is [{ Length: > 0 and <= RequestIdCharactersMax } id]
            && id.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_')
            ? id
            : context.TraceIdentifier;
}
