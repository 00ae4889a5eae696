using System.Runtime.InteropServices;

namespace FinFlow.Compliance;

[QueryType]
public static class RescreeningQueries
{
    /// <summary>The caller's rescreening schedule: of the organisation, or of everybody for those who review screenings. Null when there is none.</summary>
    [Authorize(Permissions.ComplianceRead)]
    public static Task<RescreeningSchedule?> GetRescreeningScheduleAsync(Caller caller, ComplianceDbContext db, CancellationToken cancellationToken)
    {
        var scope = RescreeningSchedule.ScopeOf(caller);
        return db.RescreeningSchedules.AsNoTracking().SingleOrDefaultAsync(schedule => schedule.Scope == scope, cancellationToken);
    }

    /// <summary>When everybody known was held against the lists again, the latest first.</summary>
    [Authorize(Permissions.ComplianceReview), UsePaging]
    public static Task<Connection<RescreeningRun>> GetRescreeningRunsAsync(PagingArguments paging, ComplianceDbContext db, CancellationToken cancellationToken)
        => db.RescreeningRuns.AsNoTracking().OrderByDescending(run => run.RanAt).ThenByDescending(run => run.Id).ToPageAsync(paging, cancellationToken).ToConnectionAsync();
}

[MutationType]
public static class RescreeningMutations
{
    /// <summary>
    /// Screens everybody known again in a rhythm: the organisation's users and the names that it asked about; for those who review
    /// screenings, everybody's. One schedule each; a second call changes it. A changed list is looked at by itself.
    /// </summary>
    /// <param name="everyDays">1 to 365.</param>
    /// <param name="firstRunAt">By default one interval from now.</param>
    [Authorize(Permissions.ComplianceScreen), UseMutationConvention(PayloadFieldName = "schedule")]
    [Error<RescreeningIntervalOutOfRange>, Error<RescreeningStartInvalid>, Error<RescreeningBusy>]
    public static Task<Result<RescreeningSchedule>> ScheduleRescreeningAsync(
        [Optional, DefaultParameterValue(30)] int everyDays, DateTimeOffset? firstRunAt, Caller caller, RescreeningDesk desk, CancellationToken cancellationToken)
        => desk.ScheduleAsync(everyDays, firstRunAt, caller, cancellationToken);

    /// <summary>Ends the rhythm.</summary>
    [Authorize(Permissions.ComplianceScreen), UseMutationConvention(PayloadFieldName = "schedule")]
    [Error<RescreeningNotScheduled>, Error<RescreeningBusy>]
    public static Task<Result<RescreeningSchedule>> CancelRescreeningAsync(Caller caller, RescreeningDesk desk, CancellationToken cancellationToken)
        => desk.CancelAsync(caller, cancellationToken);
}
