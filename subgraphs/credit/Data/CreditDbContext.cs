using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace FinFlow.Credit;

/// <summary>The tables of this subgraph. A row version guards what two may change at once.</summary>
public sealed class CreditDbContext(DbContextOptions<CreditDbContext> options) : FinFlowDbContext(options)
{
    public DbSet<Borrower> Borrowers => Set<Borrower>();

    public DbSet<MonthlyActivity> Activity => Set<MonthlyActivity>();

    public DbSet<CreditScore> Scores => Set<CreditScore>();

    public DbSet<LoanOffer> Offers => Set<LoanOffer>();

    public DbSet<Loan> Loans => Set<Loan>();

    public DbSet<LoanInstallment> Installments => Set<LoanInstallment>();

    public DbSet<LoanRepayment> Repayments => Set<LoanRepayment>();

    public DbSet<CreditModel> Models => Set<CreditModel>();

    public DbSet<StoredModel> StoredModels => Set<StoredModel>();

    public DbSet<ModelActivation> Activations => Set<ModelActivation>();

    public DbSet<IdempotencyRecord> IdempotencyRecords => Set<IdempotencyRecord>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<Borrower>(borrower => borrower.ToTable("borrowers").HasKey(b => b.OrganizationId));
        modelBuilder.Entity<MonthlyActivity>(activity => activity.ToTable("monthly_activity").HasKey(a => new { a.OrganizationId, a.Month }));
        modelBuilder.Entity<CreditScore>(score =>
        {
            score.ToTable("credit_scores");
            score.Property(s => s.Reasons).HasConversion(new AsJson<IReadOnlyList<ScoreReason>>());
            score.Property(s => s.Features).HasConversion(new AsJson<CreditFeatures>());
            score.Property(s => s.Model).HasConversion(new AsJson<CreditModelVersion>());
            score.Property(s => s.Challenger).HasConversion((ValueConverter)new AsJson<ChallengerScore>());
            score.HasIndex(s => new { s.OrganizationId, s.Number }).IsUnique();
        });
        modelBuilder.Entity<LoanOffer>(offer =>
        {
            offer.ToTable("loan_offers");
            offer.HasIndex(o => new { o.OrganizationId, o.CreatedAt, o.Id });
            offer.HasIndex(o => o.RequestId);
        });
        modelBuilder.Entity<Loan>(loan =>
        {
            loan.ToTable("loans");
            loan.HasIndex(l => new { l.OrganizationId, l.DisbursedAt, l.Id });
            loan.HasIndex(l => new { l.Status, l.NextDueDate });
        });
        modelBuilder.Entity<LoanInstallment>(installment => installment.ToTable("loan_installments").HasKey(i => new { i.LoanId, i.Number }));
        modelBuilder.Entity<LoanRepayment>(repayment =>
        {
            repayment.ToTable("loan_repayments");
            repayment.HasIndex(r => new { r.LoanId, r.PaidAt });
        });
        modelBuilder.Entity<CreditModel>(model =>
        {
            model.ToTable("credit_models");
            model.Property(m => m.Card).HasConversion((ValueConverter)new AsJson<ModelCard>());
            model.HasIndex(m => m.Hash).IsUnique();
        });
        modelBuilder.Entity<StoredModel>(stored => stored.ToTable("stored_models").HasKey(s => s.Hash));
        modelBuilder.Entity<ModelActivation>(activation =>
        {
            activation.ToTable("model_activations").HasKey(a => a.Number);
            activation.Property(a => a.Number).ValueGeneratedNever();
            activation.HasIndex(a => a.ModelId);
        });
        modelBuilder.Entity<IdempotencyRecord>(record =>
            record.ToTable("idempotency_keys").HasKey(r => new { r.OrganizationId, r.Operation, r.Key }));
    }
}
