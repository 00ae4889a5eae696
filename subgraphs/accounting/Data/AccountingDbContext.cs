namespace FinFlow.Accounting;

/// <summary>The tables of this subgraph. The journal's rules stand in the database too; see <see cref="LedgerGuards"/>.</summary>
public sealed class AccountingDbContext(DbContextOptions<AccountingDbContext> options) : FinFlowDbContext(options)
{
    public DbSet<Book> Books => Set<Book>();

    public DbSet<Account> Accounts => Set<Account>();

    public DbSet<JournalEntry> JournalEntries => Set<JournalEntry>();

    public DbSet<JournalLine> JournalLines => Set<JournalLine>();

    public DbSet<AccountDay> AccountDays => Set<AccountDay>();

    public DbSet<ExchangeRate> ExchangeRates => Set<ExchangeRate>();

    public DbSet<Revaluation> Revaluations => Set<Revaluation>();

    public DbSet<RevaluationLine> RevaluationLines => Set<RevaluationLine>();

    public DbSet<Invoice> Invoices => Set<Invoice>();

    public DbSet<FiscalYear> FiscalYears => Set<FiscalYear>();

    public DbSet<FiscalPeriod> FiscalPeriods => Set<FiscalPeriod>();

    public DbSet<BankStatement> BankStatements => Set<BankStatement>();

    public DbSet<BankStatementLine> BankStatementLines => Set<BankStatementLine>();

    public DbSet<Reconciliation> Reconciliations => Set<Reconciliation>();

    public DbSet<ReconciliationMatch> ReconciliationMatches => Set<ReconciliationMatch>();

    public DbSet<Discrepancy> Discrepancies => Set<Discrepancy>();

    public DbSet<AnsweredRequest> AnsweredRequests => Set<AnsweredRequest>();

    /// <summary>The entries of the running transaction by the accounts that they move; <see cref="LedgerCommits"/> tells who listens.</summary>
    internal HashSet<BalanceChange> Moved { get; } = [];

    protected override IEnumerable<string> RepeatableSql
        => Database.IsSqlite() ? [.. LedgerGuards.Sqlite, .. RunningTotals.Sqlite] : [.. LedgerGuards.Postgres, .. RunningTotals.Postgres];

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<Book>(book =>
        {
            book.ToTable("books");
            book.HasKey(b => b.OrganizationId);
        });
        modelBuilder.Entity<Account>(account =>
        {
            account.ToTable("accounts");
            account.HasIndex(a => new { a.OrganizationId, a.Code }).IsUnique();
        });
        modelBuilder.Entity<JournalEntry>(entry =>
        {
            entry.ToTable("journal_entries");
            entry.HasIndex(e => new { e.OrganizationId, e.EffectiveDate });
            entry.HasIndex(e => new { e.OrganizationId, e.PostedAt });
            entry.HasIndex(e => e.PaymentId);
            // What is booked once cannot be booked twice, and an entry is reversed at most once.
            entry.HasIndex(e => new { e.SourceType, e.SourceId }).IsUnique();
        });
        modelBuilder.Entity<JournalLine>(line =>
        {
            line.ToTable("journal_lines", table => table.HasCheckConstraint("amount_is_positive", "\"Amount_Minor\" > 0"));
            line.HasKey(l => new { l.JournalEntryId, l.Number });
            line.HasIndex(l => new { l.OrganizationId, l.EffectiveDate });
            line.HasIndex(l => new { l.AccountId, l.EffectiveDate });
        });
        modelBuilder.Entity<AccountDay>(day =>
        {
            day.ToTable("account_days");
            day.HasKey(d => new { d.AccountId, d.Currency, d.Day });
            day.HasIndex(d => new { d.OrganizationId, d.Day });
        });
        modelBuilder.Entity<ExchangeRate>(rate =>
        {
            rate.ToTable("exchange_rates");
            rate.HasIndex(r => new { r.From, r.To, r.Date }).IsUnique();
        });
        modelBuilder.Entity<Revaluation>(revaluation =>
        {
            revaluation.ToTable("revaluations");
            revaluation.HasIndex(r => new { r.OrganizationId, r.RevaluedAt });
        });
        modelBuilder.Entity<RevaluationLine>(line =>
        {
            line.ToTable("revaluation_lines");
            line.HasKey(l => new { l.RevaluationId, l.Number });
            line.HasIndex(l => new { l.OrganizationId, l.AsOf });
        });
        modelBuilder.Entity<Invoice>(invoice =>
        {
            invoice.ToTable("invoices");
            invoice.Property(i => i.CustomerName).IsEncrypted();
            invoice.Property(i => i.Description).IsEncrypted();
            invoice.HasIndex(i => new { i.OrganizationId, i.Sequence }).IsUnique();
            invoice.HasIndex(i => new { i.Status, i.DueDate });
        });
        modelBuilder.Entity<FiscalYear>(year =>
        {
            year.ToTable("fiscal_years");
            year.HasIndex(y => new { y.OrganizationId, y.From }).IsUnique();
        });
        modelBuilder.Entity<FiscalPeriod>(period =>
        {
            period.ToTable("fiscal_periods");
            period.HasIndex(p => new { p.OrganizationId, p.From }).IsUnique();
            period.HasIndex(p => p.FiscalYearId);
        });
        modelBuilder.Entity<BankStatement>(statement =>
        {
            statement.ToTable("bank_statements");
            statement.HasIndex(s => new { s.AccountId, s.ContentHash }).IsUnique();
            statement.HasIndex(s => new { s.AccountId, s.Processor, s.From });
        });
        modelBuilder.Entity<BankStatementLine>(line =>
        {
            line.ToTable("bank_statement_lines");
            line.Property(l => l.Description).IsEncrypted();
            line.HasKey(l => new { l.StatementId, l.Number });
        });
        modelBuilder.Entity<Reconciliation>(reconciliation =>
        {
            reconciliation.ToTable("reconciliations");
            reconciliation.HasIndex(r => r.StatementId).IsUnique();
            reconciliation.HasIndex(r => new { r.OrganizationId, r.ReconciledAt });
        });
        modelBuilder.Entity<ReconciliationMatch>(match =>
        {
            match.ToTable("reconciliation_matches");
            match.HasKey(m => new { m.ReconciliationId, m.LineNumber });
            match.HasIndex(m => new { m.AccountId, m.JournalEntryId });
        });
        modelBuilder.Entity<Discrepancy>(discrepancy =>
        {
            discrepancy.ToTable("discrepancies");
            discrepancy.HasKey(d => new { d.ReconciliationId, d.Number });
        });
        modelBuilder.Entity<AnsweredRequest>(request =>
        {
            request.ToTable("idempotency_keys");
            request.HasKey(r => new { r.OrganizationId, r.Operation, r.Key });
        });
    }
}
