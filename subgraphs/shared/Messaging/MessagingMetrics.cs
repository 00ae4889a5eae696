using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace FinFlow.Messaging;

/// <summary>What operators watch: how many events move, how often they are retried, what is given up, how far groups are behind.</summary>
internal static class MessagingMetrics
{
    internal static readonly ActivitySource Activities = new("FinFlow.Messaging");

    private static readonly Meter Meter = new("FinFlow.Messaging");
    private static readonly Counter<long> PublishedEvents = Meter.CreateCounter<long>("finflow_events_published");
    private static readonly Counter<long> ConsumedEvents = Meter.CreateCounter<long>("finflow_events_consumed");
    private static readonly Counter<long> RetriedEvents = Meter.CreateCounter<long>("finflow_events_retried");
    private static readonly Counter<long> DeadLetters = Meter.CreateCounter<long>("finflow_events_dead_lettered");
    private static readonly Histogram<double> Delay = Meter.CreateHistogram<double>("finflow_event_delay_milliseconds");

    internal static void Published(int events) => PublishedEvents.Add(events);

    internal static void Consumed(string group, string topic, TimeSpan delay)
    {
        ConsumedEvents.Add(1, new("group", group), new("topic", topic));
        Delay.Record(delay.TotalMilliseconds, new("group", group), new("topic", topic));
    }

    internal static void Retried(string group, string topic) => RetriedEvents.Add(1, new("group", group), new("topic", topic));

    internal static void DeadLettered(string group, string topic) => DeadLetters.Add(1, new("group", group), new("topic", topic));

    internal static void WatchLag(string group, string topic, IEventReader reader)
        => Meter.CreateObservableGauge(
            "finflow_consumer_lag",
            () => new Measurement<long>(reader.CountLag(), new("group", group), new("topic", topic)));
}
