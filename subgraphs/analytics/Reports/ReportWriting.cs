namespace FinFlow.Analytics;

/// <summary>Writes down a period's figures as they are now; who asks saves.</summary>
internal static class ReportWriting
{
    extension(AnalyticsDbContext db)
    {
        internal async Task<Report> AddReportAsync(ReportDraft draft, TimeProvider clock, CancellationToken cancellationToken)
        {
            var table = ReportTable.Of(draft.Kind, draft.Period, draft.Currency, await db.FiguresForAsync(draft, cancellationToken));
            var report = new Report
            {
                Id = Id.New("rep", clock),
                OrganizationId = draft.OrganizationId,
                UserId = draft.UserId,
                Kind = draft.Kind,
                Title = draft.Title,
                From = draft.Period.From,
                To = draft.Period.To,
                Currency = draft.Currency,
                RowCount = table.Rows.Count,
                CreatedAt = clock.GetUtcNow(),
                ScheduleId = draft.ScheduleId,
                DueAt = draft.DueAt,
            };
            db.Add(report);
            ReportDocuments.Add(db, report.Id, table);
            return report;
        }

        private async Task<IReadOnlyCollection<IDayOfFigures>> FiguresForAsync(ReportDraft draft, CancellationToken cancellationToken)
        {
            var (organizationId, period, currency) = (draft.OrganizationId, draft.Period, draft.Currency);
            return draft.Kind switch
            {
                ReportKind.Transactions => await db.TransactionsAsync(organizationId, period, currency, cancellationToken),
                ReportKind.Revenue => await db.RevenueAsync(organizationId, period, currency, cancellationToken),
                _ =>
                [
                    .. await db.RevenueAsync(organizationId, period, currency, cancellationToken),
                    .. await db.PaymentsAsync(organizationId, period, currency, cancellationToken),
                ],
            };
        }
    }
}
