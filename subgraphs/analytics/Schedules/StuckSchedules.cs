using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace FinFlow.Analytics;

/// <summary>Says in the log which schedules cannot be run. They are tried every time, since whoever mends it does not say so here; that is told seldom.</summary>
public sealed partial class StuckSchedules(TimeProvider clock, ILogger<StuckSchedules> logger)
{
    private static readonly TimeSpan Silence = TimeSpan.FromHours(6);

    private readonly ConcurrentDictionary<string, DateTimeOffset> told = new(StringComparer.Ordinal);

    public void Tell(string id, Refusal reason)
    {
        // Whom others were faster than is due for the next run, and nothing is wrong.
        var now = clock.GetUtcNow();
        if (reason is not AnalyticsBusy && (!told.TryGetValue(id, out var last) || now - last >= Silence))
        {
            told[id] = now;
            CannotRun(logger, id, reason.Code, reason.Message);
        }
    }

    [LoggerMessage(LogLevel.Error, "Schedule {Id} is due and waits: {Code}. {Reason} Mend it, give this machine the time zones (tzdata), or cancel the schedule.")]
    private static partial void CannotRun(ILogger logger, string id, string code, string reason);
}
