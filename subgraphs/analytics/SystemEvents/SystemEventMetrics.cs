using System.Diagnostics.Metrics;

namespace FinFlow.Analytics;

/// <summary>What the system tells of itself, as a metric on which alerts are raised.</summary>
internal static class SystemEventMetrics
{
    private static readonly Meter Meter = new("FinFlow.System");
    private static readonly Counter<long> Events = Meter.CreateCounter<long>(
        "finflow_system_events", description: "Events of the system topic, by their type and who told them.");

    /// <summary>Who tells: the gateway reaches no log, and `finflow verify` does.</summary>
    private static readonly string[] Sources = [.. FinFlowProcess.All.Select(process => process.Name).Where(name => name != "gateway"), "verify"];

    /// <summary>All that there can be, at zero: a counter that is first seen at one has not grown for whoever asks by how much it grew.</summary>
    internal static void Begin()
    {
        foreach (var contract in Topics.Contracts.Where(contract => contract.Topic == Topics.System))
        {
            foreach (var source in Sources)
            {
                Count(contract.Type, source, 0);
            }
        }
    }

    internal static void Count(string type, string source, int events = 1) => Events.Add(events, new("type", type), new("source", source));
}
