using Microsoft.EntityFrameworkCore.Storage;

namespace FinFlow.Compliance;

/// <summary>The tables of this subgraph. The audit trail can only grow: the database itself refuses anything else.</summary>
public sealed class ComplianceDbContext(DbContextOptions<ComplianceDbContext> options) : FinFlowDbContext(options)
{
    public DbSet<Watchlist> Watchlists => Set<Watchlist>();

    public DbSet<Screening> Screenings => Set<Screening>();

    public DbSet<RescreeningSchedule> RescreeningSchedules => Set<RescreeningSchedule>();

    public DbSet<RescreeningRun> RescreeningRuns => Set<RescreeningRun>();

    public DbSet<RiskProfile> RiskProfiles => Set<RiskProfile>();

    public DbSet<RiskAssessment> RiskAssessments => Set<RiskAssessment>();

    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    public DbSet<Consent> Consents => Set<Consent>();

    public DbSet<DataRequest> DataRequests => Set<DataRequest>();

    internal DbSet<DataRequestPart> DataRequestParts => Set<DataRequestPart>();

    internal DbSet<WatchlistEntry> WatchlistEntries => Set<WatchlistEntry>();

    internal DbSet<KnownRate> Rates => Set<KnownRate>();

    internal DbSet<Dismissal> Dismissals => Set<Dismissal>();

    /// <summary>What a transaction of this context has appended last to the trail: as long as it runs, it is the trail's end.</summary>
    internal (IDbContextTransaction Transaction, AuditEntry Entry)? LastAppended { get; set; }

    protected override IEnumerable<string> RepeatableSql => AppendOnly.Of("audit_entries", Database.IsSqlite());

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        // Said before the model is discovered: its records are arrays of JSON, for which Npgsql would look for a column type and fail.
        configurationBuilder.Properties<IReadOnlyList<CollectedCategory>>().HaveConversion<AsJson<IReadOnlyList<CollectedCategory>>>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<Watchlist>(list => list.ToTable("watchlists").HasIndex(l => l.Name).IsUnique());
        modelBuilder.Entity<WatchlistEntry>(entry =>
        {
            entry.ToTable("watchlist_entries").HasKey(e => new { e.WatchlistId, e.Number });
            entry.Property(e => e.Aliases).HasConversion(new AsJson<IReadOnlyList<string>>());
            entry.Property(e => e.BirthDates).HasConversion(new AsJson<IReadOnlyList<string>>());
            entry.Property(e => e.Identifiers).HasConversion(new AsJson<IReadOnlyList<string>>());
        });
        modelBuilder.Entity<Screening>(screening =>
        {
            screening.ToTable("screenings");
            screening.Property(s => s.Name).IsEncrypted();
            screening.Property(s => s.BirthDate).HasConversion(date => IsoDate.Write(date!.Value), text => IsoDate.Read(text)).IsEncrypted();
            screening.Property(s => s.Identifiers).HasConversion(new AsJson<IReadOnlyList<string>>()).IsEncrypted();
            screening.Property(s => s.Matches).HasConversion(new AsJson<IReadOnlyList<ScreeningMatch>>()).IsEncrypted();
            screening.Property(s => s.ReviewReason).IsEncrypted();
            screening.Property(s => s.Lists).HasConversion(new AsJson<IReadOnlyList<ScreenedList>>());
            screening.HasIndex(s => new { s.OrganizationId, s.ScreenedAt, s.Id });
            screening.HasIndex(s => new { s.OrganizationId, s.SubjectHash });
            screening.HasIndex(s => s.SubjectId);
        });
        modelBuilder.Entity<RescreeningSchedule>(schedule =>
        {
            schedule.ToTable("rescreening_schedules");
            schedule.HasIndex(s => s.Scope).IsUnique();
            schedule.HasIndex(s => s.NextRunAt);
        });
        modelBuilder.Entity<RescreeningRun>(run =>
        {
            run.ToTable("rescreening_runs");
            // A due date is run once, whoever else tries.
            run.HasIndex(r => new { r.CauseId, r.ListRevision, r.DueAt }).IsUnique();
        });
        modelBuilder.Entity<Dismissal>(dismissal => dismissal.ToTable("dismissals").HasKey(d => new { d.OrganizationId, d.SubjectHash, d.EntryHash }));
        modelBuilder.Entity<RiskProfile>(profile =>
        {
            profile.ToTable("risk_profiles").HasKey(p => p.UserId);
            profile.Property(p => p.Name).IsEncrypted();
        });
        modelBuilder.Entity<KnownRate>(rate =>
        {
            rate.ToTable("exchange_rates").HasKey(r => new { r.From, r.To, r.Date });
            rate.Property(r => r.Rate).HasPrecision(28, 12);
        });
        modelBuilder.Entity<RiskAssessment>(assessment =>
        {
            assessment.ToTable("risk_assessments");
            assessment.Property(a => a.Factors).HasConversion(new AsJson<IReadOnlyList<RiskFactor>>());
            assessment.HasIndex(a => new { a.UserId, a.Number }).IsUnique();
        });
        modelBuilder.Entity<AuditEntry>(entry =>
        {
            entry.ToTable("audit_entries").HasKey(e => e.Sequence);
            entry.Property(e => e.Sequence).ValueGeneratedNever();
            entry.HasIndex(e => e.SubjectId);
            entry.HasIndex(e => e.ActorId);
            entry.HasIndex(e => new { e.OccurredAt, e.Sequence });
            entry.HasIndex(e => new { e.OrganizationId, e.Sequence });
        });
        modelBuilder.Entity<Consent>(consent =>
        {
            consent.ToTable("consents");
            consent.Property(c => c.AccountIds).HasConversion(new AsJson<IReadOnlyList<string>>());
            consent.Property(c => c.Scopes).HasConversion(new AsJson<IReadOnlyList<ConsentScope>>());
            consent.HasIndex(c => new { c.UserId, c.CreatedAt });
            consent.HasIndex(c => new { c.Status, c.ExpiresAt });
        });
        modelBuilder.Entity<DataRequest>(request =>
        {
            request.ToTable("data_requests");
            request.Property(r => r.Details).IsEncrypted();
            request.Property(r => r.CorrectName).IsEncrypted();
            request.Property(r => r.CorrectEmail).IsEncrypted();
            request.Property(r => r.ExtensionReason).IsEncrypted();
            request.Property(r => r.Answer).IsEncrypted();
            request.HasIndex(r => new { r.UserId, r.CreatedAt });
            request.HasIndex(r => new { r.DueAt, r.Id });
        });
        modelBuilder.Entity<DataRequestPart>(part =>
        {
            part.ToTable("data_request_parts").HasKey(p => new { p.DataRequestId, p.Subgraph, p.Number });
            part.Property(p => p.Collected).IsEncrypted();
            part.Property(p => p.Refusal).IsEncrypted();
            part.Property(p => p.Erased).HasConversion(new AsJson<IReadOnlyList<ErasedCategory>>());
        });
    }
}
