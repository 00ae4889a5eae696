using System.Text;
using System.Text.Json;
using FinFlow.Messaging;
using FinFlow.Subgraph;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace FinFlow.Subgraphs.Tests;

/// <summary>A subgraph on PostgreSQL whose tables have twenty thousand rows of a hundred organisations.</summary>
internal sealed class PlannedSubgraph : IAsyncDisposable
{
    internal static readonly SettableClock Clock = new(new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero));

    private const int Rows = 20_000;

    private readonly TemporaryFolder folder = new();
    private readonly PostgresDatabase database = PostgresDatabase.Create();
    private readonly string connectionString;
    private readonly StringBuilder recorded = new();
    private RunningSubgraph subgraph = null!;

    private PlannedSubgraph(string name) => connectionString = database.ConnectionStringOf(name);

    public static async Task<PlannedSubgraph> StartAsync<TSubgraph>() where TSubgraph : ISubgraph
    {
        var planned = new PlannedSubgraph(TSubgraph.Name);
        QueryPlans.Listen(planned.database);
        planned.subgraph = await RunningSubgraph.StartAsync<TSubgraph>(planned.folder.Path, Clock, planned.database.Variables);
        return planned;
    }

    public string TokenFor(string role) => subgraph.TokenFor("usr_1", "org_1", role);

    public Task<JsonElement> DataAsync(string document, string token) => subgraph.DataAsync(document, null, token);

    /// <summary>Copies the first row of a table, with what must differ for each <c>n</c>; no trigger looks at them.</summary>
    public void Multiply(string table, string differing)
    {
        Execute(
            $"""
            SET session_replication_role = replica;
            INSERT INTO "{table}" SELECT (jsonb_populate_record(one.r, jsonb_build_object({differing.Replace("r.\"", "(one.r).\"", StringComparison.Ordinal)}))).*
            FROM (SELECT t AS r FROM "{table}" AS t LIMIT 1) AS one, generate_series(1, {Rows}) AS n ON CONFLICT DO NOTHING;
            ANALYZE;
            """);
    }

    public void Execute(string sql)
    {
        using var connection = new NpgsqlConnection(connectionString);
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    public TContext Context<TContext>() where TContext : DbContext => subgraph.Services.GetRequiredService<IDbContextFactory<TContext>>().CreateDbContext();

    public Task<AuthClient> RegisterAsync(string email) => AuthClient.RegisterAsync(subgraph, email);

    /// <summary>What runs beside its requests.</summary>
    public TService Service<TService>() where TService : IHostedService => subgraph.Services.GetServices<IHostedService>().OfType<TService>().Single();

    /// <summary>Tells it events and waits until it has consumed them, and so all that were told before.</summary>
    public async Task ConsumeAsync(params IEvent[] events)
    {
        var before = CountOf("inbox");
        await SomeEvents.TellAsync(subgraph, Clock, events);
        await Telling.UntilAsync(() => Task.FromResult(CountOf("inbox")), count => count >= before + events.Length);
    }

    /// <summary>The first that a subscription tells.</summary>
    public async Task FirstAsync(string document, string token)
    {
        using var enough = new CancellationTokenSource();
        await foreach (var _ in subgraph.SubscribeAsync(document, null, token, enough.Token))
        {
            return;
        }
    }

    /// <param name="what">A heading for who reads the record.</param>
    /// <param name="indexes">Those that it rests on; what is read beside them may be in tables of a few rows.</param>
    public Task AssertPlanAsync(string what, string[] indexes, string document, string token)
        => AssertPlanAsync(what, indexes, () => subgraph.DataAsync(document, null, token));

    public async Task AssertPlanAsync(string what, string[] indexes, Func<Task> work) => AssertUse(what, indexes, await QueryPlans.OfAsync(work));

    /// <summary>Whatever anybody does with these tables meanwhile: consumers are not the flow that told them.</summary>
    public async Task AssertPlanOfAllAsync(string what, string[] tables, string[] indexes, Func<Task> work)
        => AssertUse(what, indexes, [.. (await QueryPlans.OfDatabaseAsync(database, work)).Where(plan => plan.Tables.Any(tables.Contains))]);

    /// <summary>
    /// Compares how all that was asserted was carried out with <c>Plans/NAME.txt</c>; with <c>FINFLOW_WRITE_PLANS=1</c> it writes that anew. Another version
    /// of PostgreSQL tells of the same plan in other words, so its plans are held to no table read whole and the expected indexes alone.
    /// </summary>
    public void AssertRecorded(string name)
    {
        var path = Path.Combine(SharedData.RepositoryRoot, "tests", "Subgraphs", "Postgres", "Plans", $"{name}.txt");
        if (Environment.GetEnvironmentVariable("FINFLOW_WRITE_PLANS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, $"{Version}\n\n{recorded}");
        }

        var before = File.ReadAllText(path);
        Assert.Equal(before.Split('\n')[0] == Version ? before : $"{Version}\n\n{recorded}", $"{Version}\n\n{recorded}");
    }

    public async ValueTask DisposeAsync()
    {
        await subgraph.DisposeAsync();
        folder.Dispose();
    }

    private void AssertUse(string what, string[] indexes, IReadOnlyCollection<QueryPlan> plans)
    {
        var used = plans.SelectMany(plan => plan.Indexes).ToHashSet();
        var large = plans.SelectMany(plan => plan.ScannedTables).Distinct().Where(table => CountOf(table) > 1_000).ToList();
        Assert.True(large.Count == 0, $"{string.Join(", ", large)} is read whole for {what}");
        Assert.True(!indexes.Except(used).Any(), $"{string.Join(", ", indexes)} should serve, but {string.Join(", ", used)} do: {what}");

        // What touches no table of ours, such as a turn that is taken or looked for, is left out; the rest is told in an order of its own, since consumers run side by side.
        recorded.Append(System.Globalization.CultureInfo.InvariantCulture, $"# {what}\n\n");
        foreach (var plan in plans.Where(plan => plan.Tables.Any() && !plan.Tables.Any(table => table.StartsWith("pg_", StringComparison.Ordinal))).DistinctBy(plan => plan.Statement).OrderBy(plan => plan.Statement, StringComparer.Ordinal))
        {
            recorded.Append(System.Globalization.CultureInfo.InvariantCulture, $"{plan.Statement}\n    {plan.Steps.Replace("\n", "\n    ", StringComparison.Ordinal)}\n\n");
        }
    }

    private string Version
    {
        get
        {
            using var connection = new NpgsqlConnection(connectionString);
            connection.Open();
            return $"PostgreSQL {connection.PostgreSqlVersion.Major}";
        }
    }

    private long CountOf(string table)
    {
        using var connection = new NpgsqlConnection(connectionString);
        connection.Open();
        using var command = new NpgsqlCommand($"""SELECT COUNT(*) FROM "{table}" """, connection);
        return (long)command.ExecuteScalar()!;
    }
}
