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

        var currency = request.Currency ?? configuration.BaseCurrency;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var figures = await FiguresAsync(db, request.Kind, caller.OrganizationId, period, currency, cancellationToken);
        var table = ReportTable.Of(request.Kind, period, currency, figures);
        var report = new Report
        {
            Id = Id.New("rep", clock),
            OrganizationId = caller.OrganizationId,
            UserId = caller.UserId,
            Kind = request.Kind,
            Title = request.Title ?? $"{request.Kind} report",
            From = period.From,
            To = period.To,
            Currency = currency,
            RowCount = table.Rows.Count,
            CreatedAt = clock.GetUtcNow(),
        };
        db.AddRange(report, new ReportContent { ReportId = report.Id, Table = table });
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
            ? (report, (await db.ReportContents.AsNoTracking().SingleAsync(content => content.ReportId == id, cancellationToken)).Table)
            : null;
    }

    private static async Task<IReadOnlyCollection<IDayOfFigures>> FiguresAsync(
        AnalyticsDbContext db, ReportKind kind, string organizationId, DaySpan period, Currency currency, CancellationToken cancellationToken)
    {
        var (from, to) = (period.From, period.To);
        if (kind is ReportKind.Transactions)
        {
            return await db.TransactionDays.AsNoTracking()
                .Where(day => day.OrganizationId == organizationId && day.Day >= from && day.Day <= to && day.Currency == currency)
                .ToListAsync(cancellationToken);
        }

        var revenue = await db.RevenueDays.AsNoTracking()
            .Where(day => day.OrganizationId == organizationId && day.Day >= from && day.Day <= to && day.Currency == currency)
            .ToListAsync(cancellationToken);
        return kind is ReportKind.Revenue
            ? revenue
            :
            [
                .. revenue,
                .. await db.PaymentDays.AsNoTracking()
                    .Where(day => day.OrganizationId == organizationId && day.Day >= from && day.Day <= to && day.Currency == currency)
                    .ToListAsync(cancellationToken),
            ];
    }
}
