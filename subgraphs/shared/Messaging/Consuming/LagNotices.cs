using Microsoft.Extensions.Logging;

namespace FinFlow.Messaging;

/// <summary>Tells on the system topic that a group has fallen far behind: once, until it has caught up by half.</summary>
internal sealed class LagNotices(string group, string topic, IEventReader reader, IEventLog log, ConsumerOptions options, TimeProvider clock, ILogger logger)
{
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        var isTold = false;
        while (true)
        {
            await Task.Delay(options.LagInterval, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancellationToken.IsCancellationRequested)
            {
                return;
            }

            try
            {
                isTold = await LookAsync(isTold, cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                // A log that is away has nothing to be behind of, and is told of elsewhere.
                logger.LogDebug(exception, "How far {Group} is behind on {Topic} could not be told", group, topic);
            }
        }
    }

    private async Task<bool> LookAsync(bool isTold, CancellationToken cancellationToken)
    {
        var lag = reader.CountLag();
        if (isTold || lag <= options.LagEventsMax)
        {
            return isTold && lag > options.LagEventsMax / 2;
        }

        var notice = EventEnvelope.Wrap(new LagExceeded(group, topic, lag, clock.GetUtcNow()), $"/finflow/{group}", clock);
        await log.AppendAsync([new LoggedEvent(Topics.System, group, notice.Id, notice.ToUtf8())], cancellationToken);
        return true;
    }
}
