using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;

namespace FinFlow.Hosting;

/// <summary>The process's metrics in Prometheus' text format, gathered from .NET's own meters.</summary>
/// <remarks>https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format</remarks>
public sealed class PrometheusMetrics : IDisposable
{
    /// <summary>Labels that grow without bound would fill the memory; beyond this an instrument's new series are dropped.</summary>
    internal const int SeriesPerInstrumentMax = 2_000;

    private static readonly string[] Prefixes =
        ["FinFlow.", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime", "System.Net.Http"];

    private static readonly Lazy<PrometheusMetrics> Process = new(() => new PrometheusMetrics());

    private readonly ConcurrentDictionary<string, MetricFamily> families = new(StringComparer.Ordinal);
    private readonly Lock collecting = new();
    private readonly MeterListener listener = new();

    private PrometheusMetrics()
    {
        listener.InstrumentPublished = (instrument, meters) =>
        {
            if (Prefixes.Any(prefix => instrument.Meter.Name.StartsWith(prefix, StringComparison.Ordinal)))
            {
                var family = families.GetOrAdd(MetricFamily.NameOf(instrument), _ => new MetricFamily(instrument));
                meters.EnableMeasurementEvents(instrument, family);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, family) => Record(family, value, tags));
        listener.SetMeasurementEventCallback<int>((_, value, tags, family) => Record(family, value, tags));
        listener.SetMeasurementEventCallback<double>((_, value, tags, family) => Record(family, value, tags));
        listener.SetMeasurementEventCallback<float>((_, value, tags, family) => Record(family, value, tags));
        listener.Start();
    }

    /// <summary>One listener serves every subgraph of the process.</summary>
    public static PrometheusMetrics Shared => Process.Value;

    public string ToText()
    {
        // Two scrapes at once would observe every gauge twice.
        lock (collecting)
        {
            foreach (var family in families.Values)
            {
                family.ForgetObservations();
            }

            Observe();
            var text = new StringBuilder();
            foreach (var family in families.Values.OrderBy(family => family.Name, StringComparer.Ordinal))
            {
                family.Write(text);
            }

            return text.ToString();
        }
    }

    public void Dispose() => listener.Dispose();

    // A gauge whose source has just ended must not cost operators all the others: it is absent from this scrape.
    private void Observe()
    {
        try
        {
            listener.RecordObservableInstruments();
        }
        catch (AggregateException)
        {
            // Every other instrument was observed before this was thrown.
        }
    }

    private static void Record(object? family, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        => ((MetricFamily)family!).Record(value, tags);
}
