using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace FinFlow.Analytics;

/// <summary>An organisation's dashboard over time. Changes that come close together are shown together.</summary>
public sealed class DashboardUpdates(DashboardReader dashboards, ITopicEventReceiver topics, TimeProvider clock)
{
    /// <summary>Faster than this nobody can read; the first change after a pause is shown at once.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public async IAsyncEnumerable<Dashboard> ReadAsync(
        string organizationId, AnalyticsRange range, Currency? currency, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Subscribed before the first look, so that a change between the two is seen.
        await using var rings = await topics.SubscribeAsync<string>(ProjectionCommits.TopicOf(organizationId), cancellationToken);
        var changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        _ = RememberAsync(rings, changed.Writer);

        // A range of days up to today is another one tomorrow.
        await using var tomorrow = clock.CreateTimer(_ => changed.Writer.TryWrite(true), null, UntilTomorrow(), TimeSpan.FromDays(1));
        do
        {
            yield return await dashboards.ReadAsync(organizationId, range, currency, cancellationToken);
            await Task.Delay(Pause, clock, cancellationToken);
        }
        while (await NextAsync(changed.Reader, cancellationToken));
    }

    // A second late, so that it is tomorrow even where timers are early.
    private TimeSpan UntilTomorrow() => TimeSpan.FromDays(1) - clock.GetUtcNow().UtcDateTime.TimeOfDay + TimeSpan.FromSeconds(1);

    // Any number of rings during the pause are one change.
    private static async Task RememberAsync(ISourceStream<string> rings, ChannelWriter<bool> changed)
    {
        await foreach (var _ in rings.ReadEventsAsync())
        {
            changed.TryWrite(true);
        }

        changed.TryComplete();
    }

    private static async Task<bool> NextAsync(ChannelReader<bool> changed, CancellationToken cancellationToken)
        => await changed.WaitToReadAsync(cancellationToken) && changed.TryRead(out _);
}
