namespace FinFlow.Analytics;

/// <summary>Projections: one row for each organisation, day and what else tells figures apart, which could be counted anew from the events; and reports, which could not.</summary>
public sealed class AnalyticsDbContext(DbContextOptions<AnalyticsDbContext> options) : FinFlowDbContext(options)
{
    public DbSet<RevenueDay> RevenueDays => Set<RevenueDay>();

    public DbSet<PaymentDay> PaymentDays => Set<PaymentDay>();

    public DbSet<TransactionDay> TransactionDays => Set<TransactionDay>();

    public DbSet<UserDay> UserDays => Set<UserDay>();

    public DbSet<KnownUser> Users => Set<KnownUser>();

    public DbSet<Report> Reports => Set<Report>();

    public DbSet<ReportSchedule> Schedules => Set<ReportSchedule>();

    public DbSet<ReportNotice> Notices => Set<ReportNotice>();

    public DbSet<Metric> Metrics => Set<Metric>();

    /// <summary>Organisations whose figures the running transaction moves; <see cref="ProjectionCommits"/> tells who listens.</summary>
    internal HashSet<string> Moved { get; } = [];

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<RevenueDay>(day =>
        {
            day.ToTable("revenue_days");
            day.HasKey(d => new { d.OrganizationId, d.Day, d.Currency, d.Source });
        });
        modelBuilder.Entity<PaymentDay>(day =>
        {
            day.ToTable("payment_days");
            day.HasKey(d => new { d.OrganizationId, d.Day, d.Currency });
        });
        modelBuilder.Entity<TransactionDay>(day =>
        {
            day.ToTable("transaction_days");
            day.HasKey(d => new { d.OrganizationId, d.Day, d.Currency, d.RiskLevel });
        });
        modelBuilder.Entity<UserDay>(day =>
        {
            day.ToTable("user_days");
            day.HasKey(d => new { d.OrganizationId, d.Day, d.UserId });
            day.HasIndex(d => d.UserId);
        });
        modelBuilder.Entity<KnownUser>(user =>
        {
            user.ToTable("users");
            user.HasKey(u => u.UserId);
            user.HasIndex(u => u.OrganizationId);
        });
        modelBuilder.Entity<Report>(report =>
        {
            report.ToTable("reports");
            report.HasIndex(r => new { r.OrganizationId, r.CreatedAt, r.Id });
            // What makes a schedule's report the only one of its moment, whatever two processes do.
            report.HasIndex(r => new { r.ScheduleId, r.DueAt }).IsUnique();
        });
        modelBuilder.Entity<ReportSchedule>(schedule =>
        {
            schedule.ToTable("report_schedules");
            schedule.Property(s => s.Recipients).HasConversion(new AsJson<IReadOnlyList<string>>());
            schedule.Property(s => s.Recipients).IsEncrypted();
            schedule.HasIndex(s => new { s.OrganizationId, s.CreatedAt, s.Id });
            schedule.HasIndex(s => s.NextRunAt);
        });
        modelBuilder.Entity<ReportNotice>(notice =>
        {
            notice.ToTable("report_notices");
            notice.Property(n => n.Recipient).IsEncrypted();
            notice.HasIndex(n => n.ReportId);
            notice.HasIndex(n => new { n.SentAt, n.NextAttemptAt });
        });
        modelBuilder.Entity<Metric>(metric =>
        {
            metric.ToTable("metrics");
            metric.HasIndex(m => new { m.OrganizationId, m.Name }).IsUnique();
        });
        ReportDocuments.Map(modelBuilder, Database.IsSqlite());
    }
}
