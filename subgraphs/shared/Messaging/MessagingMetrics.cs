using System.Collections.Concurrent;
using System.Data.Common;
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

    /// <summary>Shows the reader's lag until the answer is disposed.</summary>
    internal static IDisposable WatchLag(string group, string topic, IEventReader reader)
    {
        // A counter that is first seen at one has not grown for whoever asks by how much it grew.
        DeadLetters.Add(0, new("group", group), new("topic", topic));
        RetriedEvents.Add(0, new("group", group), new("topic", topic));
        return new LagWatch(group, topic, reader);
    }

    /// <summary>How far the readers of this process are behind.</summary>
    internal static IEnumerable<ConsumerLag> Lags => LagWatch.All.SelectMany(watch => watch.Measure());

    private sealed class LagWatch : IDisposable
    {
        private static readonly ConcurrentDictionary<LagWatch, byte> Watches = Watch();

        private readonly string group;
        private readonly string topic;
        private readonly IEventReader reader;

        internal LagWatch(string group, string topic, IEventReader reader)
        {
            (this.group, this.topic, this.reader) = (group, topic, reader);
            Watches.TryAdd(this, 0);
        }

        internal static IEnumerable<LagWatch> All => Watches.Keys;

        public void Dispose() => Watches.TryRemove(this, out _);

        private static ConcurrentDictionary<LagWatch, byte> Watch()
        {
            var watches = new ConcurrentDictionary<LagWatch, byte>();
            Meter.CreateObservableGauge("finflow_consumer_lag", () => watches.Keys.SelectMany(watch => watch.Measure()).Select(
                lag => new Measurement<long>(lag.Events, new("group", lag.Group), new("topic", lag.Topic))));
            return watches;
        }

        // A reader that is closed while it is asked has no lag any more; the other readers' stays visible.
        internal IEnumerable<ConsumerLag> Measure()
        {
            try
            {
                return [new(group, topic, reader.CountLag())];
            }
            catch (Exception closed) when (closed is ObjectDisposedException or InvalidOperationException or DbException)
            {
                return [];
            }
        }
    }
}
