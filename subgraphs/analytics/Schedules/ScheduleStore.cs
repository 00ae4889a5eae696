namespace FinFlow.Analytics;

/// <summary>Keeps schedules, and runs those that are due.</summary>
public sealed class ScheduleStore(AnalyticsDbContext db, FinFlowConfiguration configuration, TimeProvider clock)
{
    internal const int SchedulesMax = 50;

    internal async Task<Result<ReportSchedule>> AddAsync(ScheduleRequest request, Caller caller, CancellationToken cancellationToken)
    {
        if (!request.Check().TryGet(out var recurrence, out var refusal))
        {
            return refusal;
        }

        if (request.Format is ExportFormat.Pdf && !PdfExport.IsAvailable)
        {
            return new ExportFormatUnavailable(request.Format);
        }

        return await db.DecideAsync<ReportSchedule>(
            async cancellation =>
            {
                var active = db.Schedules.AsNoTracking().Where(schedule => schedule.OrganizationId == caller.OrganizationId && schedule.CancelledAt == null);
                if (await active.CountAsync(cancellation) >= SchedulesMax)
                {
                    return new ScheduleLimitReached(SchedulesMax);
                }

                var schedule = New(request, recurrence, caller);
                db.Add(schedule);
                return schedule;
            },
            () => new AnalyticsBusy(),
            cancellationToken);
    }

    internal Task<Result<ReportSchedule>> CancelAsync(string id, Caller caller, CancellationToken cancellationToken)
        => db.DecideAsync<ReportSchedule>(
            async cancellation =>
            {
                var schedule = await db.Schedules.AsNoTracking()
                    .SingleOrDefaultAsync(known => known.Id == id && known.OrganizationId == caller.OrganizationId, cancellation);
                if (schedule is null)
                {
                    return new ScheduleNotFound(id);
                }

                if (schedule.CancelledAt is { } before)
                {
                    return new ScheduleAlreadyCancelled(before);
                }

                var cancelled = schedule.Cancelled(clock.GetUtcNow());
                db.Update(cancelled);
                return cancelled;
            },
            () => new AnalyticsBusy(),
            cancellationToken);

    /// <param name="skipped">So many that are due first are left out.</param>
    internal Task<List<string>> DueAsync(int skipped, int count, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return db.Schedules.AsNoTracking()
            .Where(schedule => schedule.NextRunAt <= now)
            .OrderBy(schedule => schedule.NextRunAt).ThenBy(schedule => schedule.Id)
            .Select(schedule => schedule.Id)
            .Skip(skipped)
            .Take(count)
            .ToListAsync(cancellationToken);
    }

    /// <summary>
    /// Runs a schedule for the moment at which it is due: report, mails and the next moment are written together or not at all, and a
    /// report of the same schedule and moment can be written only once.
    /// </summary>
    /// <returns>Refused with <see cref="ScheduleNotFound"/> when it is not due: it has run, here or in another process, or was cancelled.</returns>
    internal async Task<Result<ReportSchedule>> RunAsync(string id, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return await db.DecideAsync<ReportSchedule>(
            async cancellation =>
            {
                var schedule = await db.Schedules.AsNoTracking().SingleOrDefaultAsync(known => known.Id == id, cancellation);
                if (schedule?.NextRunAt is not { } due || due > now)
                {
                    return new ScheduleNotFound(id);
                }

                if (!schedule.Ran().TryGet(out var ran, out var refusal))
                {
                    return refusal;
                }

                var draft = new ReportDraft(
                    schedule.OrganizationId, schedule.UserId, schedule.Kind, schedule.PeriodOf(due), schedule.Currency, schedule.Title, schedule.Id, due);
                var report = await db.AddReportAsync(draft, clock, cancellation);
                db.AddRange(schedule.Recipients.Select(recipient => ReportNotice.Of(report, recipient, schedule.Format, clock)));
                db.Update(ran);
                return ran;
            },
            () => new AnalyticsBusy(),
            cancellationToken);
    }

    private ReportSchedule New(ScheduleRequest request, Recurrence recurrence, Caller caller) => new()
    {
        Id = Id.New("sch", clock),
        OrganizationId = caller.OrganizationId,
        UserId = caller.UserId,
        Kind = request.Kind,
        Range = request.Range,
        Currency = request.Currency ?? configuration.BaseCurrency,
        Title = request.Title ?? ReportRequest.TitleOf(request.Kind),
        Frequency = request.Frequency,
        Weekday = request.Weekday,
        DayOfMonth = request.DayOfMonth,
        Time = request.Time,
        TimeZone = request.TimeZone,
        Format = request.Format,
        Recipients = request.Recipients,
        CreatedAt = clock.GetUtcNow(),
        NextRunAt = recurrence.Next(clock.GetUtcNow()),
    };
}
