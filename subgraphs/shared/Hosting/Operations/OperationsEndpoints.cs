using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FinFlow.Hosting;

public static class OperationsEndpoints
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>
    /// Maps <c>/health</c> (status, each dependency, and what is set to no effect; DEGRADED without something that others answer without, 503 without what nothing can be answered without), <c>/health/live</c> (the process answers),
    /// <c>/health/ready</c> (it can answer: the same status code, asking only for what that depends on), <c>/metrics</c> (Prometheus text, what <c>/health</c> says in it) and <c>/debug</c> (development only; <c>?traceId=</c> shows one trace's errors and queries).
    /// </summary>
    /// <param name="process">Its name: gateway, payments …</param>
    /// <param name="checks">What it depends on; a subgraph's container gives its own by <c>GetServices&lt;DependencyCheck&gt;()</c>.</param>
    /// <param name="parts">What <c>/debug</c> shows beside the configuration and the last errors.</param>
    /// <param name="queries">The slow queries of the process; null where no database is asked.</param>
    public static IEndpointRouteBuilder MapOperations(
        this IEndpointRouteBuilder app, string process, FinFlowConfiguration configuration, IEnumerable<DependencyCheck> checks,
        IEnumerable<DebugPart>? parts = null, SlowQueries? queries = null)
    {
        var logger = app.ServiceProvider.GetRequiredService<ILoggerFactory>().CreateLogger("FinFlow.Health");
        DependencyCheck[] dependencies = [.. checks];
        var metrics = PrometheusMetrics.Shared;
        var warnings = configuration.Warnings;
        foreach (var warning in warnings)
        {
            logger.LogWarning("{Warning:l}", warning);
        }

        app.MapGet("/health/live", () => Results.Json(new { status = "UP" }, Json));

        // Who asks this waits a second or two. What does not change the answer may take as long to be found away, and is not asked for.
        DependencyCheck[] vital = [.. dependencies.Where(check => check.IsVital)];
        app.MapGet("/health/ready", async (HttpContext context) =>
        {
            var states = await ProbeAsync(vital, logger, context.RequestAborted);
            return Results.Json(new { status = StatusOf(states) }, Json, statusCode: CodeOf(states));
        });
        app.MapGet("/health", async (HttpContext context) =>
        {
            var states = await ProbeAsync(dependencies, logger, context.RequestAborted);
            return Results.Json(new { status = StatusOf(states), process, dependencies = states, warnings }, Json, statusCode: CodeOf(states));
        });
        app.MapGet("/metrics", async (HttpContext context) =>
        {
            var states = await ProbeAsync(dependencies, logger, context.RequestAborted);
            return Results.Text(metrics.ToText() + HealthMetrics.ToText(states, IsServing(states)), "text/plain; version=0.0.4; charset=utf-8");
        });
        if (configuration.IsDevelopment)
        {
            var debug = new DebugPage(process, configuration, [.. parts ?? []], app.ServiceProvider.GetService<RecentErrors>(), queries);
            app.MapGet("/debug", async (HttpContext context) =>
            {
                var described = await debug.DescribeAsync(context.Request.Query["traceId"], context.RequestAborted);
                return Results.Json(described, Json);
            });
        }

        return app;
    }

    private static Task<DependencyState[]> ProbeAsync(DependencyCheck[] checks, ILogger logger, CancellationToken cancellationToken)
        => Task.WhenAll(checks.Select(check => check.RunAsync(logger, cancellationToken)));

    private static string StatusOf(DependencyState[] states)
        => IsServing(states) ? states.All(state => state.Status == "UP") ? "UP" : "DEGRADED" : "DOWN";

    private static int CodeOf(DependencyState[] states) => IsServing(states) ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;

    private static bool IsServing(DependencyState[] states)
        => states.Where(state => state.IsVital).GroupBy(state => state.OneOf ?? state.Name).All(alike => alike.Any(state => state.Status == "UP"));
}
