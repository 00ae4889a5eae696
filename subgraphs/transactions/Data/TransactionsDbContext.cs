namespace FinFlow.Transactions;

internal sealed class TransactionsDbContext(DbContextOptions<TransactionsDbContext> options) : FinFlowDbContext(options)
{
    private const decimal RiskScoreUnit = 1_000_000m;

    public DbSet<Transaction> Transactions => Set<Transaction>();

    public DbSet<SubmittedTransaction> Submissions => Set<SubmittedTransaction>();

    public DbSet<Standing> Standings => Set<Standing>();

    public DbSet<BaseRate> Rates => Set<BaseRate>();

    public DbSet<LedgerAccount> LedgerAccounts => Set<LedgerAccount>();

    public DbSet<KnownLoan> Loans => Set<KnownLoan>();

    public DbSet<ExposedParty> ExposedParties => Set<ExposedParty>();

    public DbSet<Sighting> Sightings => Set<Sighting>();

    /// <summary>Whether statements changed rows that nobody tracks, so that nothing cached may be trusted once they commit.</summary>
    public bool HasChangedPastTracker { get; set; }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<Transaction>(transaction =>
        {
            transaction.HasKey(t => t.Id);
            transaction.Property(t => t.Description).IsEncrypted();
            transaction.PrimitiveCollection(t => t.Errors).ElementType();
            transaction.PrimitiveCollection(t => t.Warnings).ElementType();
            // Whole millionths sort and compare in every database; SQLite has no decimal type.
            transaction.Property(t => t.RiskScore).HasConversion(score => (long)(score * RiskScoreUnit), millionths => millionths / RiskScoreUnit);
            transaction.HasIndex(t => new { t.OrganizationId, t.CreatedAt, t.Id });
            // Covers all that a judgement reads of the past week, so that it never visits the rows themselves.
            transaction.HasIndex(t => new { t.OrganizationId, t.CountedAt, t.Status, t.BaseMinor });
            transaction.HasIndex(t => t.Status).HasFilter("\"Status\" = 'HELD'");
            transaction.HasIndex(t => t.PaymentId).IsUnique();
        });
        modelBuilder.Entity<SubmittedTransaction>().HasKey(s => new { s.OrganizationId, s.IdempotencyKey });
        modelBuilder.Entity<Standing>().HasKey(standing => standing.OrganizationId);
        modelBuilder.Entity<LedgerAccount>().HasKey(account => new { account.AccountId, account.Currency });
        modelBuilder.Entity<KnownLoan>().HasKey(loan => loan.LoanId);
        modelBuilder.Entity<ExposedParty>().HasKey(party => party.SubjectId);
        modelBuilder.Entity<Sighting>(sighting =>
        {
            sighting.HasKey(s => new { s.Value, s.Kind, s.UserId });
            sighting.HasIndex(s => s.UserId);
        });
        modelBuilder.Entity<BaseRate>().HasKey(rate => new { rate.From, rate.To, rate.Date });
    }
}

/// <summary>A client's idempotency key, what came with it, and what it made: a transaction (<c>txn_</c>), or a batch as a whole (<c>txb_</c>).</summary>
internal sealed class SubmittedTransaction
{
    public required string OrganizationId { get; init; }

    public required string IdempotencyKey { get; init; }

    /// <summary>SHA-256 of the input, so that the same key with another input is refused.</summary>
    public required string InputHash { get; init; }

    public required string TransactionId { get; init; }
}
