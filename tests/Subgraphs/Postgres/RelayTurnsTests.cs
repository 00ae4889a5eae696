using System.Collections.Concurrent;
using FinFlow.Messaging;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Two instances relay one outbox. The one whose connection the database ends leaves the turn to the other, and no order is broken.</summary>
public sealed class RelayTurnsTests : IDisposable
{
    private const int Events = 150;
    private const int EndsOfTurns = 8;

    private readonly TemporaryFolder folder = new();
    private readonly PostgresDatabase database = PostgresDatabase.Create();

    [PostgresFact]
    public async Task Events_Should_BeToldInTheirOrder_WhileTurnsEndWithTheirConnections()
    {
        using var log = new SqliteEventLog(folder.File("events.db"), TimeProvider.System);
        var (first, second) = (new SlowLog(log), new SlowLog(log));
        await using var here = await Bakery.OpenAsync(folder.Path, first, database: database);
        await using var there = await Bakery.OpenAsync(folder.Path, second, database: database);
        var ending = EndTurnsAsync();
        var published = 0;
        for (; published < Events || !ending.IsCompleted; published++)
        {
            await PublishAsync(published % 2 == 0 ? here : there, $"name {published}");
        }

        await ending;
        using var reader = log.ReadAs("test", Topics.Users);
        var told = await Telling.UntilAsync(() => reader.ReadAsync(published + 1, CancellationToken.None), read => read.Count >= published);
        Assert.Equal(Enumerable.Range(0, published).Select(number => $"name {number}"), told.Select(NameOf));
        Assert.NotEmpty(first.Appended);
        Assert.NotEmpty(second.Appended);
        await Telling.UntilAsync(() => Task.FromResult(Rows("SELECT COUNT(*) FROM outbox")), rows => rows is ["0"]);
    }

    [PostgresFact]
    public async Task Event_Should_BeToldByOneInstanceAtATime()
    {
        using var log = new SqliteEventLog(folder.File("events.db"), TimeProvider.System);
        var (first, second) = (new SlowLog(log), new SlowLog(log));
        await using var here = await Bakery.OpenAsync(folder.Path, first, database: database);
        await using var there = await Bakery.OpenAsync(folder.Path, second, database: database);

        for (var number = 0; number < Events; number++)
        {
            await (number % 2 == 0 ? here : there).PublishAsync($"name {number}");
        }

        await Telling.UntilAsync(() => Task.FromResult(Rows("SELECT COUNT(*) FROM outbox")), rows => rows is ["0"]);
        Assert.Equal(Events, first.Appended.Concat(second.Appended).Distinct().Count());
        Assert.Equal(Events, first.Appended.Count + second.Appended.Count);
    }

    public void Dispose() => folder.Dispose();

    private static string NameOf(ReadEvent read) => ((UserUpdated)EventEnvelope.Parse(read.Envelope.Span).TryRead()!).Name;

    // A connection whose turn is over when its end comes waits in the pool for whoever is next, and fails before anything is written.
    private static async Task PublishAsync(Bakery bakery, string name)
    {
        while (true)
        {
            try
            {
                await bakery.PublishAsync(name);
                return;
            }
            catch (InvalidOperationException ended) when (ended.InnerException is NpgsqlException { IsTransient: true } or DbUpdateException)
            {
            }
        }
    }

    // Whoever has the turn holds a lock of its name, and nothing else in this database takes one.
    private async Task EndTurnsAsync()
    {
        var ended = 0;
        while (ended < EndsOfTurns)
        {
            ended += Rows("SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_database ON pg_database.oid = database WHERE locktype = 'advisory' AND granted AND datname = current_database()").Count;
            await Task.Delay(30);
        }
    }

    private List<string> Rows(string sql)
    {
        using var connection = new NpgsqlConnection(database.ConnectionStringOf("bakery"));
        connection.Open();
        return connection.Rows(sql);
    }

    /// <summary>A log far away, so that turns take a while.</summary>
    private sealed class SlowLog(IEventLog log) : IEventLog
    {
        public ConcurrentQueue<string> Appended { get; } = new();

        public async Task AppendAsync(IReadOnlyList<LoggedEvent> events, CancellationToken cancellationToken)
        {
            await Task.Delay(20, cancellationToken);
            await log.AppendAsync(events, cancellationToken);
            foreach (var appended in events)
            {
                Appended.Enqueue(appended.Id);
            }
        }

        public IEventReader ReadAs(string group, string topic, TimeSpan gatherFor = default) => log.ReadAs(group, topic, gatherFor);

        public IEventReader ReadSince(DateTimeOffset since, string topic) => log.ReadSince(since, topic);
    }
}
