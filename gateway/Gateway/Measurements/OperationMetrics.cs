using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace FinFlow.Gateway;

/// <summary>What the objectives are measured by.</summary>
internal sealed class OperationMetrics : IDisposable
{
    /// <summary>The kinds of what is counted: a query or mutation, and an event of a subscription.</summary>
    public const string Request = "request", Event = "event";

    private readonly Counter<long> operations;
    private readonly Counter<long> failures;
    private readonly Histogram<double> duration;

    public OperationMetrics()
    {
        Meter = new Meter("FinFlow.Gateway.Operations");
        operations = Meter.CreateCounter<long>(
            "graphql.gateway.operations", description: "Queries and mutations (request) and events of subscriptions (event), by what became of them: succeeded, failed by our fault, refused by the client's, abandoned by the client.");
        failures = Meter.CreateCounter<long>("graphql.gateway.failures", description: "Operations that failed by our fault, by the code of the error.");
        duration = Meter.CreateHistogram<double>(
            "graphql.gateway.operation.duration", "s", "How long clients waited for queries and mutations, or for the first part of the answer, by what became of them. Subscriptions are not in it.");
    }

    /// <summary>The process's own.</summary>
    public static OperationMetrics Shared { get; } = new();

    public Meter Meter { get; }

    /// <summary>All that there can be, at zero: a counter that is first seen at one has not grown for whoever asks by how much it grew.</summary>
    public void Begin()
    {
        foreach (var outcome in OperationOutcome.Names)
        {
            Count(Request, outcome, 0);
            Count(Event, outcome, 0);
        }

        foreach (var code in OperationOutcome.OurFaults)
        {
            failures.Add(0, new KeyValuePair<string, object?>("code", code));
        }
    }

    public void Count(string kind, string outcome, int number = 1) => operations.Add(number, new("kind", kind), new("outcome", outcome));

    public void CountFailures(IReadOnlyCollection<string> codes)
    {
        foreach (var code in codes)
        {
            failures.Add(1, new KeyValuePair<string, object?>("code", code));
        }
    }

    public void Wait(string outcome, long started)
        => duration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, new KeyValuePair<string, object?>("outcome", outcome));

    public void Dispose() => Meter.Dispose();
}
