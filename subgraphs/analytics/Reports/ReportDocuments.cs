namespace FinFlow.Analytics;

/// <summary>
/// The store of documents: reports' figures, each written once and read as a whole. They lie in JSON columns, on PostgreSQL `jsonb`, and are
/// written in the report's own transaction; for another document store this is the one place to change.
/// </summary>
public static class ReportDocuments
{
    internal static void Map(ModelBuilder modelBuilder, bool isSqlite) => modelBuilder.Entity<ReportContent>(content =>
    {
        content.ToTable("report_contents");
        content.HasKey(c => c.ReportId);
        var table = content.Property(c => c.Table).HasConversion(new AsJson<ReportTable>());
        if (!isSqlite)
        {
            table.HasColumnType("jsonb");
        }
    });

    /// <summary>Written when the report is saved.</summary>
    internal static void Add(AnalyticsDbContext db, string reportId, ReportTable table) => db.Add(new ReportContent { ReportId = reportId, Table = table });

    internal static async Task<ReportTable> ReadAsync(AnalyticsDbContext db, string reportId, CancellationToken cancellationToken)
        => (await GetReportTableByReportIdAsync([reportId], db, cancellationToken))[reportId];

    [DataLoader]
    public static async Task<IReadOnlyDictionary<string, ReportTable>> GetReportTableByReportIdAsync(
        IReadOnlyList<string> reportIds, AnalyticsDbContext db, CancellationToken cancellationToken)
        => await db.Set<ReportContent>().AsNoTracking()
            .Where(content => reportIds.Contains(content.ReportId))
            .ToDictionaryAsync(content => content.ReportId, content => content.Table, cancellationToken);
}

/// <summary>A report's figures, apart from the report, so that lists of reports stay light.</summary>
internal sealed record ReportContent
{
    public required string ReportId { get; init; }

    public required ReportTable Table { get; init; }
}
