using FinFlow.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

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

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Npgsql.NpgsqlConnection.ClearAllPools();
        folder.Dispose();
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

internal sealed class FirstOvenDbContext(DbContextOptions<FirstOvenDbContext> options) : OvenDbContext(options, "first");

internal sealed class SecondOvenDbContext(DbContextOptions<SecondOvenDbContext> options) : OvenDbContext(options, "second")
{
    protected internal override int RepeatableSqlVersion => 2;
}
