using System.Runtime.InteropServices;

namespace FinFlow.Analytics;

[QueryType]
public static class ReportQueries
{
    /// <summary>A report of the caller's organisation; null when there is none with this id.</summary>
    [Lookup, NodeResolver, Authorize(Permissions.ReportsRead)]
    public static async Task<Report?> GetReportAsync(
        [ID<Report>] string id, Caller caller, IReportByIdDataLoader reports, CancellationToken cancellationToken)
        => await reports.LoadAsync(id, cancellationToken) is { } report && report.OrganizationId == caller.OrganizationId ? report : null;

    /// <summary>The organisation's reports, the newest first unless ordered otherwise.</summary>
    [Authorize(Permissions.ReportsRead), UsePaging(IncludeTotalCount = true), UseFiltering, UseSorting]
    public static async Task<Connection<Report>?> GetReportsAsync(
        PagingArguments paging, QueryContext<Report> query, Caller caller, AnalyticsDbContext db, CancellationToken cancellationToken)
        => await db.Reports.AsNoTracking()
            .Where(report => report.OrganizationId == caller.OrganizationId)
            .With(query, sort => sort.IfEmpty(newest => newest.AddDescending(report => report.CreatedAt)).AddDescending(report => report.Id))
            .ToPageAsync(paging, cancellationToken)
            .ToConnectionAsync();
}

[MutationType]
public static class ReportMutations
{
    /// <summary>Writes down the figures of a period as they are now. The report is kept and does not change.</summary>
    /// <param name="range">Days up to today; counts when neither from nor to is given.</param>
    /// <param name="from">The first day, in UTC; with to.</param>
    /// <param name="to">The last day, today at the latest; at most 1827 days in all.</param>
    /// <param name="currency">The base currency when absent.</param>
    /// <param name="title">1 to 120 characters; the kind's own when absent.</param>
    [Authorize(Permissions.ReportsWrite)]
    [Error<ReportPeriodIncomplete>, Error<ReportPeriodBackwards>, Error<ReportPeriodInFuture>, Error<ReportPeriodTooLong>, Error<ReportTitleInvalid>]
    public static Task<Result<Report>> GenerateReportAsync(
        ReportKind kind,
        [Optional, DefaultParameterValue(AnalyticsRange.Last30Days)] AnalyticsRange range,
        DateOnly? from,
        DateOnly? to,
        Currency? currency,
        string? title,
        Caller caller,
        ReportStore reports,
        CancellationToken cancellationToken)
        => reports.GenerateAsync(new ReportRequest(kind, range, from, to, currency, title), caller, cancellationToken);

    /// <summary>An address at which the report can be downloaded, by whoever has it, for an hour.</summary>
    [Authorize(Permissions.ReportsRead), UseMutationConvention(PayloadFieldName = "export")]
    [Error<ReportNotFound>, Error<ExportFormatUnavailable>]
    public static async Task<Result<ReportExport>> ExportReportAsync(
        [ID<Report>] string reportId, ExportFormat format, Caller caller, ReportStore reports, ExportTokens tokens, CancellationToken cancellationToken)
        => await reports.FindAsync(reportId, caller.OrganizationId, cancellationToken) is not { } report ? new ReportNotFound(reportId)
            : format is ExportFormat.Pdf && !PdfExport.IsAvailable ? new ExportFormatUnavailable(format)
            : tokens.Issue(report, format);
}

[ObjectType<Report>]
public static class ReportNode
{
    /// <summary>The figures, a row for each day.</summary>
    public static async Task<ReportTable> GetTableAsync(
        [Parent] Report report, IReportContentByReportIdDataLoader contents, CancellationToken cancellationToken)
        => (await contents.LoadRequiredAsync(report.Id, cancellationToken)).Table;

    /// <summary>Who had it generated.</summary>
    public static User GetGeneratedBy([Parent] Report report) => new(report.UserId);
}

internal static class ReportLoaders
{
    [DataLoader]
    public static async Task<IReadOnlyDictionary<string, Report>> GetReportByIdAsync(
        IReadOnlyList<string> ids, AnalyticsDbContext db, CancellationToken cancellationToken)
        => await db.Reports.AsNoTracking().Where(report => ids.Contains(report.Id)).ToDictionaryAsync(report => report.Id, cancellationToken);

    [DataLoader]
    public static async Task<IReadOnlyDictionary<string, ReportContent>> GetReportContentByReportIdAsync(
        IReadOnlyList<string> reportIds, AnalyticsDbContext db, CancellationToken cancellationToken)
        => await db.ReportContents.AsNoTracking()
            .Where(content => reportIds.Contains(content.ReportId))
            .ToDictionaryAsync(content => content.ReportId, cancellationToken);
}
