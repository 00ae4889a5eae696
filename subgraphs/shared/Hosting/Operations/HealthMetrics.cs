using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace FinFlow.Hosting;

/// <summary>
/// What <c>/health</c> says, as gauges: a process without its database still answers a scrape, so that nothing else tells an alert of it while
/// nobody asks for anything. Dependencies are asked when they are scraped, and so is nobody who runs without a Prometheus.
/// </summary>
internal static class HealthMetrics
{
    private static readonly double Started = StartSeconds();

    internal static string ToText(IEnumerable<DependencyState> states, bool isServing)
    {
        var text = new StringBuilder();
        Gauge(text, "finflow_ready", "Whether the process can answer, as /health/ready says it.");
        text.Append(CultureInfo.InvariantCulture, $"finflow_ready {(isServing ? 1 : 0)}\n");
        Gauge(text, "finflow_dependency_up", "Whether what the process depends on is there, as /health says it.");
        foreach (var state in states)
        {
            text.Append(CultureInfo.InvariantCulture, $"finflow_dependency_up{{dependency=\"{state.Name}\"}} {(state.Status == "UP" ? 1 : 0)}\n");
        }

        // Named as Prometheus' own clients name it. A process that starts again and again is seen by it, also if it can tell nobody.
        Gauge(text, "process_start_time_seconds", "Start time of the process since unix epoch in seconds.");
        text.Append(CultureInfo.InvariantCulture, $"process_start_time_seconds {Started}\n");
        return text.ToString();
    }

    private static void Gauge(StringBuilder text, string name, string help)
        => text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} gauge\n");

    private static double StartSeconds()
    {
        using var process = Process.GetCurrentProcess();
        return new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds() / 1000.0;
    }
}
