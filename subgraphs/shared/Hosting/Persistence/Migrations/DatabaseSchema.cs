using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace FinFlow.Hosting;

/// <summary>
/// Brings a database to the schema of this program: applies the migrations that it has not seen, one process at a time and all or none.
/// A migration only adds, so that an older process can go on beside a newer one; what it no longer needs is dropped a release later.
/// </summary>
public static class DatabaseSchema
{
    internal const string VersionsTable = "schema_versions";

    private const int AttemptsMax = 20;

    private const string CreateVersions =
        $"""CREATE TABLE IF NOT EXISTS {VersionsTable} ("Number" integer NOT NULL PRIMARY KEY, "Name" text NOT NULL, "AppliedAt" text NOT NULL)""";

    /// <summary>Which of a provider's migrations belong to the context's database.</summary>
    public static string ProviderOf(DbContext db) => db.Database.IsSqlite() ? "sqlite" : "postgres";

    /// <remarks>A migration locks tables one after the other, beside processes at work that do so in their own order: who has met them begins again.</remarks>
    public static async Task ApplyAsync(FinFlowDbContext db, TimeProvider clock, ILogger logger, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await ApplyOnceAsync(db, clock, logger, cancellationToken);
                return;
            }
            catch (Exception failure) when (attempt < AttemptsMax && IsDeadlock(failure))
            {
                logger.LogInformation("The schema of {Context} met writers at work, and is brought up to date once more ({Attempt})", db.GetType().Name, attempt);
            }
        }
    }

    private static bool IsDeadlock(Exception? failure)
        => failure is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected } || (failure is not null && IsDeadlock(failure.InnerException));

    private static async Task ApplyOnceAsync(FinFlowDbContext db, TimeProvider clock, ILogger logger, CancellationToken cancellationToken)
    {
        if (db.Database.IsSqlite())
        {
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;", cancellationToken);
        }

        // On SQLite the transaction is the lock: it begins as a writer's.
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (db.Database.IsNpgsql())
        {
            await db.Database.ExecuteSqlRawAsync("SELECT pg_advisory_xact_lock(hashtext(current_setting('search_path')))", cancellationToken);
            await db.Database.ExecuteSqlRawAsync(
                "DO $$ BEGIN EXECUTE format('CREATE SCHEMA IF NOT EXISTS %I', current_setting('search_path')); END $$", cancellationToken);
        }

        await MigrateAsync(db, clock, cancellationToken);
        if (await WhatIsMissingAsync(db, cancellationToken) is { Count: > 0 } missing)
        {
            logger.LogWarning("{Context} is ahead of its migrations; what it lacks is added: {Operations}", db.GetType().Name, missing.Select(Describe));
            await RunAsync(db, ToSql(db, missing), cancellationToken);
        }

        await RepeatableSqlAtStart.ApplyAsync(db, logger, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>What the model has and the database lacks.</summary>
    internal static async Task<IReadOnlyList<MigrationOperation>> WhatIsMissingAsync(DbContext db, CancellationToken cancellationToken)
    {
        var existing = await ExistingSchema.ReadAsync(db, cancellationToken);
        return
        [
            .. db.GetService<IMigrationsModelDiffer>()
                .GetDifferences(null, db.GetService<IDesignTimeModel>().Model.GetRelationalModel())
                .SelectMany(existing.WhatIsMissing),
        ];
    }

    /// <summary>The operations as statements of the context's provider.</summary>
    internal static IReadOnlyList<string> ToSql(DbContext db, IReadOnlyList<MigrationOperation> operations)
        => [.. db.GetService<IMigrationsSqlGenerator>().Generate(operations, db.GetService<IDesignTimeModel>().Model).Select(command => command.CommandText)];

    internal static async Task RunAsync(DbContext db, IEnumerable<string> statements, CancellationToken cancellationToken)
    {
        foreach (var statement in statements)
        {
            // Braces would be taken for parameters.
            await db.Database.ExecuteSqlRawAsync(statement.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal), cancellationToken);
        }
    }

    private static async Task MigrateAsync(FinFlowDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var existing = await ExistingSchema.ReadAsync(db, cancellationToken);
        await db.Database.ExecuteSqlRawAsync(CreateVersions, cancellationToken);
        var applied = await db.Database.SqlQueryRaw<int>($"""SELECT "Number" AS "Value" FROM {VersionsTable}""").ToListAsync(cancellationToken);

        // A database from before there were migrations has grown with the model; it is at the last one but for what is added below.
        var isGrown = applied.Count == 0 && existing.Columns.Count > 0;
        foreach (var migration in Migration.Of(db.GetType().Assembly, ProviderOf(db)).Where(migration => !applied.Contains(migration.Number)))
        {
            if (!isGrown)
            {
                await RunAsync(db, [migration.Sql], cancellationToken);
            }

            await db.Database.ExecuteSqlRawAsync(
                $$"""INSERT INTO {{VersionsTable}} VALUES ({0}, {1}, {2})""", [migration.Number, migration.Name, $"{clock.GetUtcNow():O}"], cancellationToken);
        }
    }

    private static string Describe(MigrationOperation operation) => operation switch
    {
        CreateTableOperation table => table.Name,
        AddColumnOperation column => $"{column.Table}.{column.Name}",
        CreateIndexOperation index => index.Name,
        _ => operation.GetType().Name,
    };
}
