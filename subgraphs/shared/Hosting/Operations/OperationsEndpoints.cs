using System.Reflection;
using System.Runtime.InteropServices;
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
    /// Maps <c>/health</c> (status and each dependency; DEGRADED without one that is not vital, 503 without one that is), <c>/health/live</c> (the process answers),
    /// <c>/health/ready</c> (its dependencies too), <c>/metrics</c> (Prometheus text) and <c>/debug</c> (development only).
    /// </summary>
    /// <param name="process">Its name: gateway, payments …</param>
    /// <param name="checks">What it depends on; a subgraph's container gives its own by <c>GetServices&lt;DependencyCheck&gt;()</c>.</param>
    public static IEndpointRouteBuilder MapOperations(
        this IEndpointRouteBuilder app, string process, FinFlowConfiguration configuration, IEnumerable<DependencyCheck> checks)
    {
        var logger = app.ServiceProvider.GetRequiredService<ILoggerFactory>().CreateLogger("FinFlow.Health");
        DependencyCheck[] dependencies = [.. checks];
        var metrics = PrometheusMetrics.Shared;

        app.MapGet("/health/live", () => Results.Json(new { status = "UP" }, Json));
        app.MapGet("/health/ready", async (HttpContext context) =>
        {
            var states = await ProbeAsync(dependencies, logger, context.RequestAborted);
            return Results.Json(new { status = StatusOf(states) }, Json, statusCode: CodeOf(states));
        });
        app.MapGet("/health", async (HttpContext context) =>
        {
            var states = await ProbeAsync(dependencies, logger, context.RequestAborted);
            return Results.Json(new { status = StatusOf(states), process, dependencies = states }, Json, statusCode: CodeOf(states));
        });
        app.MapGet("/metrics", () => Results.Text(metrics.ToText(), "text/plain; version=0.0.4; charset=utf-8"));
        app.MapGet("/debug", () => configuration.IsDevelopment
            ? Results.Json(Describe(process, configuration), Json)
            : Results.NotFound());
        return app;
    }

    private static Task<DependencyState[]> ProbeAsync(DependencyCheck[] checks, ILogger logger, CancellationToken cancellationToken)
        => Task.WhenAll(checks.Select(check => check.RunAsync(logger, cancellationToken)));

    private static string StatusOf(DependencyState[] states)
        => IsServing(states) ? states.All(state => state.Status == "UP") ? "UP" : "DEGRADED" : "DOWN";

    private static int CodeOf(DependencyState[] states) => IsServing(states) ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;

    private static bool IsServing(DependencyState[] states) => states.All(state => state.Status == "UP" || !state.IsVital);

    private static object Describe(string process, FinFlowConfiguration configuration) => new
    {
        process,
        version = typeof(OperationsEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion,
        runtime = RuntimeInformation.FrameworkDescription,
        processorCount = Environment.ProcessorCount,
        workingSetBytes = Environment.WorkingSet,
        heapBytes = GC.GetTotalMemory(forceFullCollection: false),
        threadPoolThreads = ThreadPool.ThreadCount,
        threadPoolPending = ThreadPool.PendingWorkItemCount,
        configuration = configuration.ToMasked(),
    };
}
