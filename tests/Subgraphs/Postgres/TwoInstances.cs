using System.Text.Json;
using FinFlow.Subgraph;

namespace FinFlow.Subgraphs.Tests;

/// <summary>A subgraph that runs twice on one database of PostgreSQL and one event log, so that no lock inside a process can hide a race.</summary>
internal sealed class TwoInstances : IAsyncDisposable
{
    internal const int Writers = 8;

    private readonly TemporaryFolder folder = new();
    private readonly PostgresDatabase database = PostgresDatabase.Create();
    private readonly List<RunningSubgraph> instances = [];
    private readonly string name;

    private TwoInstances(string name) => this.name = name;

    internal RunningSubgraph First => instances[0];

    internal static async Task<TwoInstances> StartAsync<TSubgraph>(TimeProvider? clock = null, params (string Name, string Value)[] variables)
        where TSubgraph : ISubgraph
    {
        var running = new TwoInstances(TSubgraph.Name);
        for (var instance = 0; instance < 2; instance++)
        {
            running.instances.Add(await RunningSubgraph.StartAsync<TSubgraph>(running.folder.Path, clock, [.. running.database.Variables, .. variables]));
        }

        return running;
    }

    internal string File(string file) => folder.File(file);

    /// <summary>The payloads of one mutation that as many writers as there are send at the same moment, half of them to each instance.</summary>
    internal async Task<List<JsonElement>> AtOnceAsync(string mutation, string made, Func<int, object> input, Func<int, string> token)
    {
        var document =
            $"mutation($input: {char.ToUpperInvariant(mutation[0])}{mutation[1..]}Input!) {{ {mutation}(input: $input) {{ {made} errors {{ ... on Error {{ code message }} }} }} }}";
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var sent = Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            await start.Task;
            return (await instances[writer % 2].DataAsync(document, new { input = input(writer) }, token(writer))).GetProperty(mutation);
        })).ToList();
        start.SetResult();
        return [.. await Task.WhenAll(sent)];
    }

    /// <summary>The refusals' codes; null for what was done.</summary>
    internal static IEnumerable<string?> CodesOf(IEnumerable<JsonElement> payloads)
        => payloads.Select(payload => payload.GetProperty("errors") is { ValueKind: JsonValueKind.Array } errors ? errors[0].Text("code") : null);

    /// <summary>The answer's rows as text; columns are in Pascal case.</summary>
    internal List<string> Rows(string sql)
    {
        using var connection = new Npgsql.NpgsqlConnection(database.ConnectionStringOf(name));
        connection.Open();
        return connection.Rows(sql);
    }

    /// <summary>What was given up of all that was told; in a race nothing may be.</summary>
    internal async Task AssertNothingGivenUpAsync()
    {
        await using var log = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={File("events.db")};Pooling=False");
        await log.OpenAsync();
        Assert.Empty(log.Rows("SELECT topic, id FROM event WHERE topic LIKE '%.dlq'"));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var instance in instances)
        {
            await instance.DisposeAsync();
        }

        folder.Dispose();
    }
}
