using FinFlow.Encryption;
using FinFlow.Finance;
using FinFlow.Messaging;
using Microsoft.EntityFrameworkCore;

namespace FinFlow.Hosting;

/// <summary>What every subgraph's database has in common: how values are stored, row versions, outbox and inbox.</summary>
/// <remarks>
/// <list type="bullet">
/// <item><see cref="Money"/> is two columns, <see cref="Currency"/> and <see cref="CountryCode"/> are their codes.</item>
/// <item>Enums are text in upper snake case, as the schema shows them.</item>
/// <item>Times are microseconds since year 1 on SQLite, so that they compare and sort; <c>timestamptz</c> on PostgreSQL.</item>
/// <item>A property <c>long Version</c> is a row version: of two writers at once the later one gets <see cref="DbUpdateConcurrencyException"/>.</item>
/// <item>What <c>IsEncrypted()</c> says is sealed with <c>DATA_ENCRYPTION_KEYS</c> where it is stored.</item>
/// </list>
/// </remarks>
public abstract class FinFlowDbContext(DbContextOptions options) : DbContext(options)
{
    internal const string VersionProperty = "Version";

    private readonly List<object> written = [];
    private bool isSaving;

    /// <summary>The turns that the running transaction has: they are asked for once.</summary>
    internal HashSet<string> Turns { get; } = new(StringComparer.Ordinal);

    /// <summary>Those of them that the next command asks for.</summary>
    internal List<string> TurnsToTake { get; } = [];

    /// <summary>How many of the answers to the running command are about turns.</summary>
    internal int TurnAnswers { get; set; }

    /// <summary>What the running transaction has counted and not written yet, see <see cref="Tallies"/>.</summary>
    internal Dictionary<(Type Row, object Key), object> Tallied { get; } = [];

    /// <summary>What seals and opens encrypted columns.</summary>
    protected internal FieldCipher Cipher { get; } = options.FindExtension<EncryptionExtension>()?.Cipher
        ?? throw new InvalidOperationException("A context is made with keys; AddFinFlowDbContext does so.");

    /// <summary>
    /// Statements for what the model cannot say (triggers, views), run after every schema change; each must be repeatable.
    /// Branch on <c>Database.IsSqlite()</c> where the dialects differ.
    /// </summary>
    protected internal virtual IEnumerable<string> RepeatableSql => [];

    /// <summary>
    /// Raised with every change of <see cref="RepeatableSql"/>: a process of an earlier version, which may start again beside newer ones, leaves theirs
    /// where it is.
    /// </summary>
    protected internal virtual int RepeatableSqlVersion => 1;

    /// <summary>What the running transaction has added and changed by now, for those who tell others of it once it has committed.</summary>
    public IReadOnlyList<object> Written => written;

    public DbSet<RestrictedUser> RestrictedUsers => Set<RestrictedUser>();

    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        BeginSaving();
        try
        {
            return base.SaveChanges(acceptAllChangesOnSuccess);
        }
        finally
        {
            isSaving = false;
        }
    }

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        await this.AddTalliesAsync(cancellationToken);
        BeginSaving();
        try
        {
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        }
        finally
        {
            isSaving = false;
        }
    }

    /// <summary>A transaction starts, whatever became of the one before: it has written nothing, and has no turn.</summary>
    internal void BeginTransaction()
    {
        // A save's own transaction starts when what it writes is known already.
        if (!isSaving)
        {
            written.Clear();
            Tallied.Clear();
            Turns.Clear();
            TurnsToTake.Clear();
            TurnAnswers = 0;
        }
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.AddOutboxAndInbox().Entity<RestrictedUser>(restricted => restricted.ToTable("restricted_users").HasKey(user => user.UserId));

        // Personal fields are sealed with their person's key on the way to the log; until then they wait here.
        modelBuilder.Entity<OutboxMessage>().Property(message => message.Envelope).IsEncrypted();
        modelBuilder.Entity<EncryptedColumn>(column =>
        {
            column.ToTable("encrypted_columns").HasKey(c => new { c.Table, c.Column });
            column.Ignore(c => c.Place);
        });
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.ComplexProperties<Money>();
        configurationBuilder.Properties<Currency>().HaveConversion<CurrencyAsCode>().HaveMaxLength(3);
        configurationBuilder.Properties<CountryCode>().HaveConversion<CountryAsCode>().HaveMaxLength(2);
        configurationBuilder.Conventions.Add(_ => new EnumsAsUpperSnakeCase());
        configurationBuilder.Conventions.Add(_ => new VersionIsConcurrencyToken());
        configurationBuilder.Conventions.Add(_ => new EncryptedColumns(Cipher));
        if (Database.IsSqlite())
        {
            configurationBuilder.Properties<DateTimeOffset>().HaveConversion<TimeAsMicroseconds>();
        }
        else
        {
            configurationBuilder.Properties<DateTimeOffset>().HaveConversion<TimeAsUtc>();
        }
    }

    // Every save is a transaction, so that every writer takes its turn. Where none is open, the save's own one starts here.
    private void BeginSaving()
    {
        if (Database.CurrentTransaction is null)
        {
            BeginTransaction();
        }

        PrepareEntries();
        isSaving = true;
    }

    // The original version goes into the statement's WHERE, the next one into its SET.
    private void PrepareEntries()
    {
        Database.AutoTransactionBehavior = AutoTransactionBehavior.Always;
        foreach (var entry in ChangeTracker.Entries().Where(entry => entry.State is EntityState.Modified or EntityState.Added))
        {
            EncryptedProperties.FillIndexes(this, entry);
            written.Add(entry.Entity);
            if (entry.State == EntityState.Modified && entry.Metadata.FindProperty(VersionProperty) is not null)
            {
                var version = entry.Property(VersionProperty);
                version.CurrentValue = (long)version.OriginalValue! + 1;
            }
        }
    }
}
