using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using FinFlow.Accounting;
using FinFlow.Analytics;
using FinFlow.Auth;
using FinFlow.Compliance;
using FinFlow.Credit;
using FinFlow.Hosting;
using FinFlow.Payments;
using FinFlow.Subgraph;
using FinFlow.Transactions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace FinFlow.Subgraphs.Tests;

/// <summary>
/// Each subgraph's migrations make the database that its model needs, on both providers. When a model has changed,
/// `FINFLOW_WRITE_MIGRATION=what_changed dotnet test … --filter MigrationTests` writes the next one for review.
/// </summary>
public sealed class MigrationTests : IDisposable
{
    private static readonly string? NameToWrite = Environment.GetEnvironmentVariable("FINFLOW_WRITE_MIGRATION");

    private static readonly Dictionary<string, Func<SubgraphEnvironment, SubgraphRuntime>> Seven = new()
    {
        ["accounting"] = SubgraphRuntime.Create<AccountingSubgraph>,
        ["analytics"] = SubgraphRuntime.Create<AnalyticsSubgraph>,
        ["auth"] = SubgraphRuntime.Create<AuthSubgraph>,
        ["compliance"] = SubgraphRuntime.Create<ComplianceSubgraph>,
        ["credit"] = SubgraphRuntime.Create<CreditSubgraph>,
        ["payments"] = SubgraphRuntime.Create<PaymentsSubgraph>,
        ["transactions"] = SubgraphRuntime.Create<TransactionsSubgraph>,
    };

    /// <summary>
    /// Each context's repeatable SQL by its version. Where it has changed, its version is raised, so that a process of the version before leaves it; then
    /// what the failing test has found goes here.
    /// </summary>
    private static readonly Dictionary<string, string> RepeatableSql = new()
    {
        ["accounting sqlite"] = "version 1: 2d4d1e31b3a154d9",
        ["accounting postgres"] = "version 1: 380665a8195d41d2",
        ["compliance sqlite"] = "version 1: 6efb02359bbde1d1",
        ["compliance postgres"] = "version 1: 0cbae60ccc6ac115",
        ["payments postgres"] = "version 1: ea9ae26bb80e3f98",
    };

    private readonly TemporaryFolder migrated = new();
    private readonly TemporaryFolder modelled = new();

    public static TheoryData<string, string> Databases
    {
        get
        {
            string[] providers = RunningPostgres.Binaries is null ? ["sqlite"] : ["sqlite", "postgres"];
            var databases = new TheoryData<string, string>();
            foreach (var (subgraph, provider) in Seven.Keys.SelectMany(subgraph => providers.Select(provider => (subgraph, provider))))
            {
                databases.Add(subgraph, provider);
            }

            return databases;
        }
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Migrations_Should_MakeWhatTheModelNeeds(string subgraph, string provider)
    {
        var fromMigrations = await SchemaOfAsync(subgraph, provider, migrated, async db =>
        {
            foreach (var migration in Migration.Of(db.GetType().Assembly, provider))
            {
                await DatabaseSchema.RunAsync(db, [migration.Sql], CancellationToken.None);
            }

            if (NameToWrite is not null)
            {
                await WriteNextAsync(db, subgraph, provider);
            }
        });
        var fromModel = await SchemaOfAsync(
            subgraph, provider, modelled, async db => await DatabaseSchema.RunAsync(db, DatabaseSchema.ToSql(db, await DatabaseSchema.WhatIsMissingAsync(db, CancellationToken.None)), CancellationToken.None));

        Assert.Equal(fromModel, fromMigrations);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task InstancesThatStartTogether_Should_ApplyEachMigrationOnce(string subgraph, string provider)
    {
        var database = provider == "postgres" ? PostgresDatabase.Create() : null;
        var applied = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => WithDbAsync(subgraph, migrated, database, async db =>
        {
            await DatabaseSchema.ApplyAsync(db, TimeProvider.System, NullLogger.Instance, CancellationToken.None);
            return await db.Database.SqlQueryRaw<int>($"""SELECT "Number" AS "Value" FROM {DatabaseSchema.VersionsTable} ORDER BY 1""").ToListAsync();
        }))));

        Assert.All(applied, numbers => Assert.Equal(Enumerable.Range(1, numbers.Count), numbers));
        Assert.NotEmpty(applied[0]);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task RepeatableSql_Should_ChangeWithItsVersion(string subgraph, string provider)
    {
        var found = await WithDbAsync(subgraph, migrated, provider == "postgres" ? PostgresDatabase.Create() : null, db => Task.FromResult(
            db.RepeatableSql.ToList() is { Count: > 0 } statements ? $"version {db.RepeatableSqlVersion}: {HashOf(string.Join('\n', statements))}" : null));

        Assert.Equal(RepeatableSql.GetValueOrDefault($"{subgraph} {provider}"), found);
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Npgsql.NpgsqlConnection.ClearAllPools();
        migrated.Dispose();
        modelled.Dispose();
    }

    private static Task<string> SchemaOfAsync(string subgraph, string provider, TemporaryFolder folder, Func<FinFlowDbContext, Task> make)
        => WithDbAsync(subgraph, folder, provider == "postgres" ? PostgresDatabase.Create() : null, async db =>
        {
            await db.Database.OpenConnectionAsync();
            if (db.Database.IsNpgsql())
            {
                await DatabaseSchema.RunAsync(db, [$"CREATE SCHEMA {subgraph}"], CancellationToken.None);
            }

            await make(db);
            return string.Join('\n', await db.Database.SqlQueryRaw<string>(provider == "postgres" ? PostgresSchema : SqliteSchema).ToListAsync());
        });

    private static async Task<T> WithDbAsync<T>(string subgraph, TemporaryFolder folder, PostgresDatabase? database, Func<FinFlowDbContext, Task<T>> use)
    {
        var variables = (database?.Variables ?? [PostgresDatabase.DataKeys]).Append(("FINFLOW_DATA", folder.Path)).ToDictionary(variable => variable.Item1, variable => variable.Item2);
        using var environment = new SubgraphEnvironment(FinFlowConfiguration.From(variables), TimeProvider.System, NullLoggerFactory.Instance);
        await using var runtime = Seven[subgraph](environment);
        await using var db = runtime.Services.GetRequiredService<Func<FinFlowDbContext>>()();
        return await use(db);
    }

    /// <summary>What is still missing after all migrations that there are, as the next one.</summary>
    private static async Task WriteNextAsync(FinFlowDbContext db, string subgraph, string provider)
    {
        var statements = DatabaseSchema.ToSql(db, await DatabaseSchema.WhatIsMissingAsync(db, CancellationToken.None));
        if (statements.Count == 0)
        {
            return;
        }

        await DatabaseSchema.RunAsync(db, statements, CancellationToken.None);
        var folder = FolderOf(subgraph);
        Directory.CreateDirectory(folder);
        var number = Migration.Of(db.GetType().Assembly, provider).Count + 1;
        await File.WriteAllTextAsync(
            Path.Combine(folder, $"{number:D4}_{NameToWrite}.{provider}.sql"), string.Join("\n\n", statements.Select(statement => statement.Trim())) + "\n");
    }

    private static string HashOf(string sql) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql)))[..16];

    private static string FolderOf(string subgraph, [CallerFilePath] string here = "")
        => Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "subgraphs", subgraph, "Data", "Migrations");

    private const string PostgresSchema =
        """
        SELECT line AS "Value" FROM (
          SELECT concat_ws(' ', 'column', table_name, column_name, data_type, character_maximum_length, numeric_precision, numeric_scale, is_nullable, column_default, is_identity) AS line
          FROM information_schema.columns WHERE table_schema = current_schema()
          UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema()
          UNION ALL SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint WHERE connamespace = current_schema()::regnamespace) AS lines
        ORDER BY 1
        """;

    private const string SqliteSchema =
        """
        SELECT line AS "Value" FROM (
          SELECT 'column ' || t.name || ' ' || c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || coalesce(c.dflt_value, '') || ' ' || c.pk AS line
          FROM sqlite_master t, pragma_table_xinfo(t.name) c WHERE t.type = 'table'
          UNION ALL SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL)
        ORDER BY 1
        """;
}
