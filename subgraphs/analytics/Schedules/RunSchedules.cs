using Microsoft.Extensions.Logging;

namespace FinFlow.Analytics;

/// <summary>Runs what is due, then hands over the mails that wait. Moments that passed while no process ran are made up, each with its own report.</summary>
public sealed class RunSchedules(ScheduleStore schedules, NoticeDelivery notices, StuckSchedules stuck, ILogger<RunSchedules> logger) : IPeriodicJob
{
    /// <summary>In one run; the rest waits for the next, so that mails are not kept back by a long absence.</summary>
    private const int ReportsMax = 500;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await RunDueAsync(cancellationToken);
        await notices.DeliverAsync(cancellationToken);
    }

    private async Task RunDueAsync(CancellationToken cancellationToken)
    {
        var (reportsLeft, skipped) = (ReportsMax, 0);
        while (reportsLeft > 0 && await schedules.DueAsync(skipped, ReportsMax, cancellationToken) is { Count: > 0 } due)
        {
            var refused = 0;
            var failed = await due.EachAsync(
                id => id,
                async id =>
                {
                    var ran = default(Result<ReportSchedule>);
                    while (reportsLeft > 0 && !(ran = await schedules.RunAsync(id, cancellationToken)).IsRefused)
                    {
                        reportsLeft--;
                    }

                    if (ran.Refusal is not (null or ScheduleNotFound))
                    {
                        refused++;
                        stuck.Tell(id, ran.Refusal);
                    }
                },
                logger,
                cancellationToken);

            // Whatever cannot be run stays due, and so comes first again: the next look is at those behind it.
            skipped += refused + failed;
        }
    }
}
