using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace FinFlow.Hosting;

/// <summary>One instrument's series: a sum, a latest value or a histogram for each set of labels.</summary>
internal sealed class MetricFamily
{
    // Seconds; an instrument that counts milliseconds gets the same steps a thousand times larger.
    private static readonly double[] SecondBounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly ConcurrentDictionary<string, MetricSeries> series = new(StringComparer.Ordinal);
    private readonly TagIndex known = new(PrometheusMetrics.SeriesPerInstrumentMax);
    private readonly string description;
    private readonly string kind;
    private readonly bool isObservable;
    private readonly bool isLatest;
    private readonly double[] bounds;

    internal MetricFamily(Instrument instrument)
    {
        Name = NameOf(instrument);
        description = (instrument.Description ?? "").ReplaceLineEndings(" ");
        kind = KindOf(instrument);
        isObservable = instrument.IsObservable;
        isLatest = isObservable || TypeName(instrument).StartsWith("Gauge", StringComparison.Ordinal);
        bounds = kind != "histogram" ? []
            : Name.EndsWith("milliseconds", StringComparison.Ordinal) ? [.. SecondBounds.Select(bound => bound * 1000)]
            : SecondBounds;
    }

    internal string Name { get; }

    internal static string NameOf(Instrument instrument)
    {
        var name = string.Concat(instrument.Name.Select(character => char.IsAsciiLetterOrDigit(character) ? character : '_'));
        return KindOf(instrument) == "counter" && !name.EndsWith("_total", StringComparison.Ordinal) ? $"{name}_total" : name;
    }

    internal void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var one = known.Find(tags);
        if (one is null)
        {
            var labels = LabelsOf(tags);
            if (!series.TryGetValue(labels, out one) && series.Count < PrometheusMetrics.SeriesPerInstrumentMax)
            {
                one = series.GetOrAdd(labels, _ => new MetricSeries(bounds));
            }

            known.Add(tags, one);
        }

        one?.Record(value, isLatest);
    }

    // What is observed is whole at each scrape, and what is gone must not linger.
    internal void ForgetObservations()
    {
        if (isObservable)
        {
            series.Clear();
            known.Clear();
        }
    }

    internal void Write(StringBuilder text)
    {
        if (series.IsEmpty)
        {
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $"# HELP {Name} {description}\n# TYPE {Name} {kind}\n");
        foreach (var (labels, one) in series.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            one.Write(text, Name, labels, kind == "histogram");
        }
    }

    private static string KindOf(Instrument instrument)
        => TypeName(instrument) switch
        {
            var name when name.Contains("UpDown", StringComparison.Ordinal) => "gauge",
            var name when name.Contains("Counter", StringComparison.Ordinal) => "counter",
            var name when name.StartsWith("Histogram", StringComparison.Ordinal) => "histogram",
            _ => "gauge",
        };

    private static string TypeName(Instrument instrument) => instrument.GetType().Name;

    private static string LabelsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in tags)
        {
            var label = string.Concat(name.Select(character => char.IsAsciiLetterOrDigit(character) ? character : '_'));
            var escaped = (Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")
                .Replace("\\", "\\\\", StringComparison.Ordinal)
                .Replace("\"", "\\\"", StringComparison.Ordinal)
                .Replace("\n", "\\n", StringComparison.Ordinal);
            text.Append(text.Length == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $"{label}=\"{escaped}\"");
        }

        return text.ToString();
    }
}

/// <summary>The numbers of one set of labels.</summary>
internal sealed class MetricSeries(double[] bounds)
{
    private readonly Lock writing = new();
    private readonly long[] buckets = new long[bounds.Length];
    private double sum;
    private long count;

    internal void Record(double value, bool isLatest)
    {
        lock (writing)
        {
            sum = isLatest ? value : sum + value;
            count++;
            var bucket = Array.FindIndex(bounds, bound => value <= bound);
            if (bucket >= 0)
            {
                buckets[bucket]++;
            }
        }
    }

    internal void Write(StringBuilder text, string name, string labels, bool isHistogram)
    {
        lock (writing)
        {
            var braces = labels.Length == 0 ? "" : $"{{{labels}}}";
            if (!isHistogram)
            {
                text.Append(CultureInfo.InvariantCulture, $"{name}{braces} {sum}\n");
                return;
            }

            var separator = labels.Length == 0 ? "" : ",";
            var below = 0L;
            for (var i = 0; i < bounds.Length; i++)
            {
                below += buckets[i];
                text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{labels}{separator}le=\"{bounds[i]}\"}} {below}\n");
            }

            text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{labels}{separator}le=\"+Inf\"}} {count}\n");
            text.Append(CultureInfo.InvariantCulture, $"{name}_sum{braces} {sum}\n{name}_count{braces} {count}\n");
        }
    }
}
