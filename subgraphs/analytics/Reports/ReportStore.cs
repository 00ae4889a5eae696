namespace FinFlow.Analytics;

/// <summary>Generates reports from the projections, and keeps them.</summary>
public sealed class ReportStore(IDbContextFactory<AnalyticsDbContext> contexts, FinFlowConfiguration configuration, TimeProvider clock)
{
    internal async Task<Result<Report>> GenerateAsync(ReportRequest request, Caller caller, CancellationToken cancellationToken)
    {
        if (!request.PeriodAt(clock.Today).TryGet(out var period, out var refusal))
        {
            return refusal;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var report = await db.AddReportAsync(
            new ReportDraft(
                caller.OrganizationId, caller.UserId, request.Kind, period, request.Currency ?? configuration.BaseCurrency, request.Title ?? ReportRequest.TitleOf(request.Kind)),
            clock,
            cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return report;
    }

    /// <summary>A report of the organisation; null when there is none with this id.</summary>
    internal async Task<Report?> FindAsync(string id, string organizationId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Reports.AsNoTracking().SingleOrDefaultAsync(report => report.Id == id && report.OrganizationId == organizationId, cancellationToken);
    }

    /// <summary>A report and its figures, for whoever may read it by a signed address.</summary>
    internal async Task<(Report Report, ReportTable Table)?> ReadAsync(string id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Reports.AsNoTracking().SingleOrDefaultAsync(report => report.Id == id, cancellationToken) is { } report
            ? (report, await ReportDocuments.ReadAsync(db, id, cancellationToken))
            : null;
    }
}
