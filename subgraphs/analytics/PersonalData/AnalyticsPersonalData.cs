namespace FinFlow.Analytics;

/// <summary>On which days a user did how much. After an erasure the figures stay, under an id that leads to nobody.</summary>
internal sealed class AnalyticsPersonalData(AnalyticsDbContext db, IMailSender mails) : IPersonalData
{
    public static string Subgraph => AnalyticsSubgraph.Name;

    public async Task<IReadOnlyDictionary<string, IReadOnlyList<object>>> CollectAsync(DataSubject subject, CancellationToken cancellationToken)
    {
        var users = await db.Users.AsNoTracking().Where(user => user.UserId == subject.UserId).ToListAsync(cancellationToken);
        var days = await db.UserDays.AsNoTracking().Where(day => day.UserId == subject.UserId).OrderBy(day => day.Day).ToListAsync(cancellationToken);
        var reports = await db.Reports.AsNoTracking().Where(report => report.UserId == subject.UserId).OrderBy(report => report.Id).ToListAsync(cancellationToken);
        var metrics = await db.Metrics.AsNoTracking().Where(metric => metric.UserId == subject.UserId).OrderBy(metric => metric.Id).ToListAsync(cancellationToken);
        var schedules = await db.Schedules.AsNoTracking().Where(schedule => schedule.UserId == subject.UserId).OrderBy(schedule => schedule.Id).ToListAsync(cancellationToken);
        return new Dictionary<string, IReadOnlyList<object>>
        {
            ["reports"] =
            [
                .. reports.Select(report => new { report.Id, report.Kind, report.Title, report.CreatedAt }),
                .. metrics.Select(metric => new { metric.Id, metric.Name }),
            ],
            ["report-schedules"] = [.. schedules.Select(schedule => new { schedule.Id, schedule.Title, schedule.Recipients, schedule.CreatedAt, schedule.NextRunAt })],
            ["activity"] =
            [
                .. users.Select(user => new { user.RegisteredAt }),
                .. days.Select(day => new { day.Day, day.ActionCount, day.LastActiveAt }),
            ],
        };
    }

    public async Task<IReadOnlyDictionary<string, int>> EraseAsync(DataSubject subject, CancellationToken cancellationToken)
    {
        var pseudonym = Pseudonym.Of(subject.UserId);
        return new Dictionary<string, int>
        {
            ["reports"] = await db.Reports.CountAsync(report => report.UserId == subject.UserId, cancellationToken)
                + await db.Metrics.CountAsync(metric => metric.UserId == subject.UserId, cancellationToken),
            ["report-schedules"] = await EraseSchedulesAsync(subject.UserId, cancellationToken),
            ["activity"] =
                await db.Users.Where(user => user.UserId == subject.UserId).ExecuteUpdateAsync(user => user.SetProperty(u => u.UserId, pseudonym), cancellationToken)
                + await db.UserDays.Where(day => day.UserId == subject.UserId).ExecuteUpdateAsync(day => day.SetProperty(d => d.UserId, pseudonym), cancellationToken),
        };
    }

    // With the addresses that their reports were told to.
    private async Task<int> EraseSchedulesAsync(string userId, CancellationToken cancellationToken)
    {
        await mails.ForgetAsync(userId, address: null, cancellationToken);
        return await db.Notices
            .Where(notice => db.Reports.Any(report => report.Id == notice.ReportId && db.Schedules.Any(schedule => schedule.Id == report.ScheduleId && schedule.UserId == userId)))
            .ExecuteDeleteAsync(cancellationToken)
            + await db.Schedules.Where(schedule => schedule.UserId == userId).ExecuteDeleteAsync(cancellationToken);
    }
}
