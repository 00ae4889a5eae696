namespace FinFlow.Transactions;

internal sealed class TransactionsDbContext(DbContextOptions<TransactionsDbContext> options) : FinFlowDbContext(options)
{
    public DbSet<Transaction> Transactions => Set<Transaction>();

    public DbSet<SubmittedTransaction> Submissions => Set<SubmittedTransaction>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<Transaction>(transaction =>
        {
            transaction.HasKey(t => t.Id);
            transaction.PrimitiveCollection(t => t.Errors).ElementType();
            transaction.PrimitiveCollection(t => t.Warnings).ElementType();
            transaction.HasIndex(t => new { t.OrganizationId, t.CreatedAt });
            transaction.HasIndex(t => t.PaymentId).IsUnique();
        });
        modelBuilder.Entity<SubmittedTransaction>().HasKey(s => new { s.OrganizationId, s.IdempotencyKey });
    }
}

/// <summary>A client's idempotency key, what came with it, and the transaction that it made.</summary>
internal sealed class SubmittedTransaction
{
    public required string OrganizationId { get; init; }

    public required string IdempotencyKey { get; init; }

    /// <summary>SHA-256 of the input, so that the same key with another input is refused.</summary>
    public required string InputHash { get; init; }

    public required string TransactionId { get; init; }
}
