using System.Runtime.InteropServices;

namespace FinFlow.Analytics;

[QueryType]
public static class ScheduleQueries
{
    /// <summary>A schedule of the caller's organisation; null when there is none with this id.</summary>
    [Lookup, NodeResolver, Authorize(Permissions.ReportsRead)]
    public static async Task<ReportSchedule?> GetReportScheduleAsync(
        [ID<ReportSchedule>] string id, Caller caller, IReportScheduleByIdDataLoader schedules, CancellationToken cancellationToken)
        => await schedules.LoadAsync(id, cancellationToken) is { } schedule && schedule.OrganizationId == caller.OrganizationId ? schedule : null;

    /// <summary>The organisation's schedules, also cancelled ones, the newest first unless ordered otherwise.</summary>
    [Authorize(Permissions.ReportsRead), UsePaging(IncludeTotalCount = true), UseFiltering, UseSorting]
    public static async Task<Connection<ReportSchedule>?> GetReportSchedulesAsync(
        PagingArguments paging, QueryContext<ReportSchedule> query, Caller caller, AnalyticsDbContext db, CancellationToken cancellationToken)
        => await db.Schedules.AsNoTracking()
            .Where(schedule => schedule.OrganizationId == caller.OrganizationId)
            .With(query, sort => sort.IfEmpty(newest => newest.AddDescending(schedule => schedule.CreatedAt)).AddDescending(schedule => schedule.Id))
            .ToPageAsync(paging, cancellationToken)
            .ToConnectionAsync();
}

[MutationType]
public static class ScheduleMutations
{
    /// <summary>
    /// Has a report generated regularly, and its recipients told by mail with an address to download it from. Each time falls due exactly
    /// once: one that the clocks jump over when they jump, one that comes twice the first time, and one that passed while nothing ran later.
    /// </summary>
    /// <param name="range">Days that each report covers, up to the day before it is due.</param>
    /// <param name="currency">The base currency when absent.</param>
    /// <param name="title">1 to 120 characters; the kind's own when absent.</param>
    /// <param name="weekday">Of weekly schedules.</param>
    /// <param name="dayOfMonth">Of monthly schedules, 1 to 31; the last day in months that are shorter.</param>
    /// <param name="time">The wall clock's time in the time zone, as `07:30`.</param>
    /// <param name="timeZone">A name of the IANA database, such as `Europe/Berlin`.</param>
    /// <param name="format">Of the file that the mail leads to.</param>
    /// <param name="recipients">1 to 10 e-mail addresses.</param>
    [Authorize(Permissions.ReportsWrite), UseMutationConvention(PayloadFieldName = "schedule")]
    [Error<ReportTitleInvalid>, Error<ScheduleTimeInvalid>, Error<TimeZoneUnknown>, Error<ScheduleDayInvalid>]
    [Error<RecipientsInvalid>, Error<RecipientAddressInvalid>, Error<ExportFormatUnavailable>, Error<ScheduleLimitReached>, Error<AnalyticsBusy>]
    public static Task<Result<ReportSchedule>> ScheduleReportAsync(
        ReportKind kind,
        [Optional, DefaultParameterValue(AnalyticsRange.Last30Days)] AnalyticsRange range,
        Currency? currency,
        string? title,
        ScheduleFrequency frequency,
        DayOfWeek? weekday,
        int? dayOfMonth,
        string time,
        string timeZone,
        [Optional, DefaultParameterValue(ExportFormat.Pdf)] ExportFormat format,
        IReadOnlyList<string> recipients,
        Caller caller,
        ScheduleStore schedules,
        CancellationToken cancellationToken)
        => schedules.AddAsync(
            new ScheduleRequest(kind, range, currency, title, frequency, weekday, dayOfMonth, time, timeZone, format, recipients), caller, cancellationToken);

    /// <summary>Ends a schedule. The reports that it generated stay.</summary>
    [Authorize(Permissions.ReportsWrite), UseMutationConvention(PayloadFieldName = "schedule")]
    [Error<ScheduleNotFound>, Error<ScheduleAlreadyCancelled>, Error<AnalyticsBusy>]
    public static Task<Result<ReportSchedule>> CancelReportScheduleAsync(
        [ID<ReportSchedule>] string id, Caller caller, ScheduleStore schedules, CancellationToken cancellationToken)
        => schedules.CancelAsync(id, caller, cancellationToken);
}

[ObjectType<ReportSchedule>]
public static class ReportScheduleNode
{
    /// <summary>Who set it up.</summary>
    public static User GetScheduledBy([Parent] ReportSchedule schedule) => new(schedule.UserId);
}

internal static class ScheduleLoaders
{
    [DataLoader]
    public static async Task<IReadOnlyDictionary<string, ReportSchedule>> GetReportScheduleByIdAsync(
        IReadOnlyList<string> ids, AnalyticsDbContext db, CancellationToken cancellationToken)
        => await db.Schedules.AsNoTracking().Where(schedule => ids.Contains(schedule.Id)).ToDictionaryAsync(schedule => schedule.Id, cancellationToken);

    [DataLoader]
    public static async Task<ILookup<string, ReportNotice>> GetNoticesByReportIdAsync(
        IReadOnlyList<string> reportIds, AnalyticsDbContext db, CancellationToken cancellationToken)
        => (await db.Notices.AsNoTracking().Where(notice => reportIds.Contains(notice.ReportId)).ToListAsync(cancellationToken))
            .OrderBy(notice => notice.Recipient, StringComparer.Ordinal)
            .ToLookup(notice => notice.ReportId);
}
