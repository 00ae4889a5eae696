using System.Runtime.CompilerServices;
using System.Text.Json;
using FinFlow.Messaging;
using FinFlow.Subgraph;
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
    private RunningSubgraph subgraph = null!;

    private PlannedSubgraph(string name) => connectionString = database.ConnectionStringOf(name);

    public static async Task<PlannedSubgraph> StartAsync<TSubgraph>() where TSubgraph : ISubgraph
    {
        QueryPlans.Listen();
        var planned = new PlannedSubgraph(TSubgraph.Name);
        planned.subgraph = await RunningSubgraph.StartAsync<TSubgraph>(planned.folder.Path, Clock, planned.database.Variables);
        return planned;
    }

    public string TokenFor(string role) => subgraph.TokenFor("usr_1", "org_1", role);

    public Task<JsonElement> DataAsync(string document, string token) => subgraph.DataAsync(document, null, token);

    /// <summary>Copies the first row of a table, with what must differ for each <c>n</c>; no trigger looks at them.</summary>
    public void Multiply(string table, string differing)
    {
        using var connection = new NpgsqlConnection(connectionString);
        connection.Open();
        using var command = new NpgsqlCommand(
            $"""
            SET session_replication_role = replica;
            INSERT INTO "{table}" SELECT (jsonb_populate_record(one.r, jsonb_build_object({differing.Replace("r.\"", "(one.r).\"", StringComparison.Ordinal)}))).*
            FROM (SELECT t AS r FROM "{table}" AS t LIMIT 1) AS one, generate_series(1, {Rows}) AS n ON CONFLICT DO NOTHING;
            ANALYZE "{table}";
            """,
            connection);
        command.ExecuteNonQuery();
    }

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

    /// <param name="indexes">Those that it rests on; what is read beside them may be in tables of a few rows.</param>
    public Task AssertPlanAsync(string[] indexes, string document, string token) => AssertPlanAsync(indexes, () => subgraph.DataAsync(document, null, token), document);

    public async Task AssertPlanAsync(string[] indexes, Func<Task> work, [CallerArgumentExpression(nameof(work))] string what = "")
        => AssertUse(indexes, await QueryPlans.OfAsync(connectionString, work), what);

    /// <summary>Whatever anybody reads in this database meanwhile: consumers are not the flow that told them.</summary>
    public async Task AssertPlanOfAllAsync(string[] indexes, Func<Task> work, [CallerArgumentExpression(nameof(work))] string what = "")
        => AssertUse(indexes, await QueryPlans.OfDatabaseAsync(connectionString, work), what);

    public async ValueTask DisposeAsync()
    {
        await subgraph.DisposeAsync();
        folder.Dispose();
    }

    private void AssertUse(string[] indexes, (List<string> ScannedTables, List<string> Indexes) plans, string what)
    {
        var large = plans.ScannedTables.Where(table => CountOf(table) > 1_000).ToList();
        Assert.True(large.Count == 0, $"{string.Join(", ", large)} is read whole for {what}");
        Assert.True(!indexes.Except(plans.Indexes).Any(), $"{string.Join(", ", indexes)} should serve, but {string.Join(", ", plans.Indexes)} do: {what}");
    }

    private long CountOf(string table)
    {
        using var connection = new NpgsqlConnection(connectionString);
        connection.Open();
        using var command = new NpgsqlCommand($"""SELECT COUNT(*) FROM "{table}" """, connection);
        return (long)command.ExecuteScalar()!;
    }
}
