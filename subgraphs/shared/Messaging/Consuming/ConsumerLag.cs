namespace FinFlow.Messaging;

/// <summary>How many events of a topic a group has not handled yet, as one of its readers in this process sees it.</summary>
public sealed record ConsumerLag(string Group, string Topic, long Events)
{
    public static IReadOnlyList<ConsumerLag> Of(string group)
        => [.. MessagingMetrics.Lags.Where(lag => lag.Group == group).GroupBy(lag => lag.Topic).Select(lags => lags.MaxBy(lag => lag.Events)!).OrderBy(lag => lag.Topic, StringComparer.Ordinal)];
}
