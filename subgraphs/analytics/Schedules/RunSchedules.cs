namespace FinFlow.Analytics;

/// <summary>Runs what is due, then hands over the mails that wait. Moments that passed while no process ran are made up, each with its own report.</summary>
public sealed class RunSchedules(ScheduleStore schedules, NoticeDelivery notices) : IPeriodicJob
{
    /// <summary>In one run; the rest waits for the next, so that mails are not kept back by a long absence.</summary>
    private const int ReportsMax = 500;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var left = ReportsMax;
        foreach (var id in await schedules.DueAsync(ReportsMax, cancellationToken))
        {
            while (left > 0 && await schedules.RunAsync(id, cancellationToken))
            {
                left--;
            }
        }

        await notices.DeliverAsync(cancellationToken);
    }
}
