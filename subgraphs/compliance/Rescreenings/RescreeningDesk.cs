using Microsoft.Extensions.Logging;

namespace FinFlow.Compliance;

/// <summary>Plans rescreenings and carries them out: the searches first, then all that they changed in one transaction with the date that was due.</summary>
public sealed class RescreeningDesk(
    ComplianceDbContext db, KnownSubjects subjects, ScreeningDesk screening, RiskDesk risk, AuditTrail trail, TimeProvider clock, ILogger<RescreeningDesk> logger)
{
    internal Task<Result<RescreeningSchedule>> ScheduleAsync(int everyDays, DateTimeOffset? firstRunAt, Caller caller, CancellationToken cancellationToken)
        => db.DecideAsync<RescreeningSchedule>(async ct =>
        {
            var before = await FindAsync(caller, ct);
            if (!RescreeningSchedule.Plan(before, Id.New("rss", clock), everyDays, firstRunAt, caller, clock.GetUtcNow()).TryGet(out var schedule, out var refusal))
            {
                return refusal;
            }

            _ = before is null ? db.Add(schedule) : db.Update(schedule);
            await trail.AppendAsync(AuditEvent.By(caller, "rescreening.scheduled", schedule.Id, ("everyDays", everyDays), ("nextRunAt", schedule.NextRunAt)), ct);
            return schedule;
        }, () => new RescreeningBusy(), cancellationToken);

    internal Task<Result<RescreeningSchedule>> CancelAsync(Caller caller, CancellationToken cancellationToken)
        => db.DecideAsync<RescreeningSchedule>(async ct =>
        {
            if (await FindAsync(caller, ct) is not { } schedule)
            {
                return new RescreeningNotScheduled();
            }

            db.Remove(schedule);
            await trail.AppendAsync(AuditEvent.By(caller, "rescreening.cancelled", schedule.Id), ct);
            return schedule;
        }, () => new RescreeningBusy(), cancellationToken);

    internal async Task RunDueAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var due = await db.RescreeningSchedules.AsNoTracking().Where(schedule => schedule.NextRunAt <= now)
            .ReadableAsync(schedule => schedule.Id, logger, cancellationToken);
        await due.EachAsync(schedule => schedule.Id, schedule => RunAsync(schedule, now, cancellationToken), logger, cancellationToken);
    }

    /// <summary>After an import: whoever matches an entry that is new or changed, and whoever matched one that is gone, is screened again.</summary>
    internal async Task RunChangedListsAsync(CancellationToken cancellationToken)
    {
        var changed = await db.Watchlists.AsNoTracking().Where(list => list.RescreenedRevision < list.Revision)
            .ReadableAsync(list => list.Id, logger, cancellationToken);
        await changed.EachAsync(list => list.Id, list => RunAsync(list, cancellationToken), logger, cancellationToken);
    }

    private async Task RunAsync(RescreeningSchedule due, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var known = await subjects.ReadAsync(due.Scope, cancellationToken);
        var changed = await ChangedAsync(known, cancellationToken);
        await db.DecideAsync<RescreeningRun>(async ct =>
        {
            // Another process may have been quicker, or the schedule was changed: then this date is not due any more.
            var current = await db.RescreeningSchedules.AsNoTracking().SingleOrDefaultAsync(schedule => schedule.Id == due.Id, ct);
            if (current is null || current.NextRunAt != due.NextRunAt)
            {
                return new RescreeningBusy();
            }

            db.Update(current.RunAt(now));
            return await KeepAsync(RunOf(RescreeningCause.Schedule, due.Id, 0, due.NextRunAt, known.Count, changed), changed, ct);
        }, () => new RescreeningBusy(), cancellationToken);
    }

    private async Task RunAsync(Watchlist list, CancellationToken cancellationToken)
    {
        var known = await subjects.ReadAsync(RescreeningSchedule.Everybody, cancellationToken);
        var changed = await ChangedAsync(await subjects.TouchedByAsync(list, known, cancellationToken), cancellationToken);
        await db.DecideAsync<RescreeningRun>(async ct =>
        {
            var current = await db.Watchlists.AsNoTracking().SingleAsync(known => known.Id == list.Id, ct);
            if (current.Revision != list.Revision || current.RescreenedRevision != list.RescreenedRevision)
            {
                return new RescreeningBusy();
            }

            db.Update(current with { RescreenedRevision = list.Revision });
            return await KeepAsync(RunOf(RescreeningCause.ListChanged, list.Id, list.Revision, list.ImportedAt, known.Count, changed), changed, ct);
        }, () => new RescreeningBusy(), cancellationToken);
    }

    private Task<RescreeningSchedule?> FindAsync(Caller caller, CancellationToken cancellationToken)
    {
        var scope = RescreeningSchedule.ScopeOf(caller);
        return db.RescreeningSchedules.AsNoTracking().SingleOrDefaultAsync(schedule => schedule.Scope == scope, cancellationToken);
    }

    private async Task<List<Screening>> ChangedAsync(IReadOnlyList<KnownSubject> known, CancellationToken cancellationToken)
    {
        var changed = new List<Screening>();
        foreach (var subject in known)
        {
            var found = await screening.SearchAsync(subject.Subject, subject.OrganizationId, subject.Last?.RequestedById, subject.UserId, cancellationToken);
            if (found.FoundOtherThan(subject.Last))
            {
                changed.Add(found with { PreviousScreeningId = subject.Last?.Id });
            }
        }

        return changed;
    }

    private RescreeningRun RunOf(RescreeningCause cause, string causeId, int revision, DateTimeOffset dueAt, int count, List<Screening> changed) => new()
    {
        Id = Id.New("rsr", clock), Cause = cause, CauseId = causeId, ListRevision = revision, DueAt = dueAt, RanAt = clock.GetUtcNow(), SubjectCount = count,
        ChangedCount = changed.Count,
    };

    private async Task<RescreeningRun> KeepAsync(RescreeningRun run, List<Screening> changed, CancellationToken cancellationToken)
    {
        foreach (var found in changed)
        {
            await screening.KeepAsync(
                found, new AuditEvent("screening.made", found.Id, found.OrganizationId, null, null, ScreeningDesk.Facts(found)), cancellationToken);
            if (found.SubjectId is { } userId)
            {
                await risk.NameScreenedAsync(userId, found.Status, cancellationToken);
            }
        }

        db.Add(run);
        await trail.AppendAsync(
            new AuditEvent("rescreening.ran", run.Id, null, null, null, ("causeId", run.CauseId), ("subjects", run.SubjectCount), ("changed", run.ChangedCount)), cancellationToken);
        return run;
    }
}

/// <summary>Runs what is due. It looks at stored dates, so a restart neither forgets one nor runs one again.</summary>
internal sealed class Rescreen(RescreeningDesk desk) : IPeriodicJob
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await desk.RunChangedListsAsync(cancellationToken);
        await desk.RunDueAsync(cancellationToken);
    }
}
