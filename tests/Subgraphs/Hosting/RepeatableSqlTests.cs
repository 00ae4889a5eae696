using FinFlow.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Triggers and views are the newest process's: an older one that starts again beside it leaves them.</summary>
public sealed class RepeatableSqlTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Providers => RunningPostgres.Binaries is null ? ["sqlite"] : ["sqlite", "postgres"];

    [Theory, MemberData(nameof(Providers))]
    public async Task OlderProcess_Should_LeaveWhatANewerOneHasMade(string provider)
    {
        var database = provider == "postgres" ? PostgresDatabase.Create() : null;

        Assert.Equal("first", await StartAsync<FirstOvenDbContext>(database));
        Assert.Equal("first", await StartAsync<FirstOvenDbContext>(database));
        Assert.Equal("second", await StartAsync<SecondOvenDbContext>(database));
        Assert.Equal("second", await StartAsync<FirstOvenDbContext>(database));
        Assert.Equal("second", await StartAsync<SecondOvenDbContext>(database));
    }

    /// <summary>It has one table and waits for another, which a writer has who comes to want the first.</summary>
    [PostgresFact]
    public async Task ProcessThatMeetsWritersAtWork_Should_BeginAgain_AndStart()
    {
        var database = PostgresDatabase.Create();
        await StartAsync<FirstOvenDbContext>(database);
        await using var writer = new NpgsqlConnection(database.ConnectionStringOf("oven"));
        await writer.OpenAsync();
        await ExecuteAsync(writer, $"""ALTER DATABASE "{database.Name}" SET deadlock_timeout = '3s'""");
        await using var transaction = await writer.BeginTransactionAsync();
        await ExecuteAsync(writer, "SET LOCAL deadlock_timeout = '5min'; LOCK TABLE outbox IN ROW EXCLUSIVE MODE");

        var starting = StartAsync<LockingOvenDbContext>(database);
        await using var onlooker = new NpgsqlConnection(database.ConnectionString);
        await onlooker.OpenAsync();
        await Telling.UntilAsync(() => CountWaitingAsync(onlooker), count => count == 1);
        await ExecuteAsync(writer, "LOCK TABLE inbox IN ROW EXCLUSIVE MODE");
        await transaction.CommitAsync();

        Assert.Equal("locking", await starting);
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        NpgsqlConnection.ClearAllPools();
        folder.Dispose();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<long> CountWaitingAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <returns>Whose view is there once a process has started.</returns>
    private async Task<string> StartAsync<TContext>(PostgresDatabase? database) where TContext : FinFlowDbContext
    {
        var variables = (database?.Variables ?? [PostgresDatabase.DataKeys]).Append(("FINFLOW_DATA", folder.Path)).ToDictionary(variable => variable.Item1, variable => variable.Item2);
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddFinFlowDbContext<TContext>(FinFlowConfiguration.From(variables), "oven")
            .BuildServiceProvider();
        await services.GetServices<IHostedService>().Single().StartAsync(CancellationToken.None);
        await using var db = await services.GetRequiredService<IDbContextFactory<TContext>>().CreateDbContextAsync();
        return await db.Database.SqlQueryRaw<string>("""SELECT maker AS "Value" FROM makers""").SingleAsync();
    }
}

internal abstract class OvenDbContext(DbContextOptions options, string maker) : FinFlowDbContext(options)
{
    protected internal override IEnumerable<string> RepeatableSql => ["DROP VIEW IF EXISTS makers", $"CREATE VIEW makers AS SELECT '{maker}' AS maker"];
}

/// <summary>It takes two tables for itself, one after the other.</summary>
internal sealed class LockingOvenDbContext(DbContextOptions<LockingOvenDbContext> options) : OvenDbContext(options, "locking")
{
    protected internal override IEnumerable<string> RepeatableSql => [.. base.RepeatableSql, "LOCK TABLE inbox", "LOCK TABLE outbox"];

    protected internal override int RepeatableSqlVersion => 2;
}

internal sealed class FirstOvenDbContext(DbContextOptions<FirstOvenDbContext> options) : OvenDbContext(options, "first");

internal sealed class SecondOvenDbContext(DbContextOptions<SecondOvenDbContext> options) : OvenDbContext(options, "second")
{
    protected internal override int RepeatableSqlVersion => 2;
}
