using Microsoft.EntityFrameworkCore;

namespace FinFlow.Payments;

/// <summary>The tables of this subgraph. Money is minor units and currency; a row version guards what two may change at once.</summary>
public sealed class PaymentsDbContext(DbContextOptions<PaymentsDbContext> options) : FinFlowDbContext(options)
{
    public DbSet<Payment> Payments => Set<Payment>();

    public DbSet<PaymentStep> Steps => Set<PaymentStep>();

    public DbSet<PaymentMethod> PaymentMethods => Set<PaymentMethod>();

    public DbSet<Refund> Refunds => Set<Refund>();

    public DbSet<IdempotencyRecord> IdempotencyRecords => Set<IdempotencyRecord>();

    public DbSet<WebhookRecord> WebhookEvents => Set<WebhookRecord>();

    public DbSet<ListedDay> ListedDays => Set<ListedDay>();

    public DbSet<Recipient> Recipients => Set<Recipient>();

    public DbSet<PaymentNotice> Notices => Set<PaymentNotice>();

    public DbSet<CardToForget> CardsToForget => Set<CardToForget>();

    /// <summary>Organisations whose payments took a step in the running transaction; <see cref="PaymentCommits"/> tells them.</summary>
    internal HashSet<string> Stepped { get; } = [];

    /// <summary>Whether the running transaction leaves a step that is due at once.</summary>
    internal bool LeavesWork { get; set; }

    protected override IEnumerable<string> RepeatableSql => Database.IsNpgsql() ? StepNumbers.Postgres : [];

    internal void AddStep(Payment payment, DateTimeOffset now)
    {
        Add(new PaymentStep { PaymentId = payment.Id, OrganizationId = payment.OrganizationId, Status = payment.Status, OccurredAt = now });
        Stepped.Add(payment.OrganizationId);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<Payment>(payment =>
        {
            payment.ToTable("payments");
            payment.Property(p => p.Description).IsEncrypted();
            payment.HasIndex(p => new { p.OrganizationId, p.CreatedAt, p.Id });
            // Most rows are finished: what is due stays a short index, however many there are.
            payment.HasIndex(p => p.DueAt).HasFilter("\"DueAt\" IS NOT NULL");
            payment.HasIndex(p => p.ChargeId);
        });
        modelBuilder.Entity<PaymentStep>(step =>
        {
            step.ToTable("payment_events");
            step.HasKey(s => s.Sequence);
            step.Property(s => s.Sequence).ValueGeneratedOnAdd();
            step.HasIndex(s => new { s.OrganizationId, s.Sequence });
            step.HasIndex(s => new { s.PaymentId, s.Sequence });
        });
        modelBuilder.Entity<PaymentMethod>(method =>
        {
            method.ToTable("payment_methods");
            method.IsEncryptedWithIndex(m => m.Token);
            method.Property(m => m.Last4).IsEncrypted();
            method.HasIndex(m => new { m.OrganizationId, m.CreatedAt });
        });
        modelBuilder.Entity<CardToForget>(card =>
        {
            card.ToTable("cards_to_forget");
            card.Property(c => c.Token).IsEncrypted();
            card.HasIndex(c => c.DueAt);
        });
        modelBuilder.Entity<Refund>(refund =>
        {
            refund.ToTable("refunds");
            refund.Property(r => r.Reason).IsEncrypted();
            refund.HasIndex(r => r.PaymentId);
            refund.HasIndex(r => r.DueAt).HasFilter("\"DueAt\" IS NOT NULL");
        });
        modelBuilder.Entity<IdempotencyRecord>(record =>
        {
            record.ToTable("idempotency_keys");
            record.HasKey(r => new { r.OrganizationId, r.Operation, r.Key });
        });
        modelBuilder.Entity<WebhookRecord>(record =>
        {
            record.ToTable("webhook_events");
            record.HasKey(r => new { r.Processor, r.EventId });
        });
        modelBuilder.Entity<ListedDay>(listed =>
        {
            listed.ToTable("listed_days");
            listed.HasKey(l => new { l.Processor, l.Day });
        });
        modelBuilder.Entity<Recipient>(recipient =>
        {
            recipient.ToTable("recipients");
            recipient.Property(r => r.Email).IsEncrypted();
            recipient.HasKey(r => r.UserId);
            recipient.HasIndex(r => r.OrganizationId);
        });
        modelBuilder.Entity<PaymentNotice>(notice =>
        {
            notice.ToTable("payment_notices");
            notice.HasIndex(n => n.NextAttemptAt).HasFilter("\"NextAttemptAt\" IS NOT NULL");
            notice.HasIndex(n => n.UserId);
        });
    }
}
