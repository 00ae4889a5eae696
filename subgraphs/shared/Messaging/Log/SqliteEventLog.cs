using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace FinFlow.Messaging;

/// <summary>The event log of an embedded installation: one SQLite file, which kill -9 cannot hurt.</summary>
/// <remarks>
/// Appends are fsynced, and those that wait together are written together. Offsets are not fsynced: whoever loses one reads
/// events again that its inbox knows. Readers in this process wake at once, those of another process within a quarter of a second.
/// </remarks>
public sealed class SqliteEventLog : IEventLog, IDisposable
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS event (
            position INTEGER PRIMARY KEY AUTOINCREMENT,
            topic TEXT NOT NULL,
            key TEXT NOT NULL,
            id TEXT NOT NULL,
            appended_at INTEGER NOT NULL,
            envelope BLOB NOT NULL) STRICT;
        CREATE UNIQUE INDEX IF NOT EXISTS event_id ON event (topic, id);
        CREATE INDEX IF NOT EXISTS event_position ON event (topic, position);
        CREATE TABLE IF NOT EXISTS consumer_offset (
            consumer TEXT NOT NULL,
            topic TEXT NOT NULL,
            position INTEGER NOT NULL,
            PRIMARY KEY (consumer, topic)) STRICT, WITHOUT ROWID;
        """;

    private const string Insert = """
        INSERT INTO event (topic, key, id, appended_at, envelope) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (topic, id) DO NOTHING RETURNING position
        """;

    private const string SaveOffset = """
        INSERT INTO consumer_offset (consumer, topic, position) VALUES ($1, $2, $3)
        ON CONFLICT DO UPDATE SET position = max(position, excluded.position)
        """;

    private readonly string path;
    private readonly TimeProvider clock;
    private readonly SqliteConnection appending;
    private readonly SqliteConnection committing;
    private readonly SqliteStatement begin;
    private readonly SqliteStatement insert;
    private readonly SqliteStatement commit;
    private readonly SqliteStatement rollback;
    private readonly SqliteStatement saveOffset;
    private readonly ForeignAppends foreign;
    private readonly SemaphoreSlim writing = new(1);
    private readonly ConcurrentQueue<PendingAppend> pending = new();
    private readonly ConcurrentDictionary<(string Topic, WakeUp Bell), byte> readers = new();

    /// <param name="path">The file, <c>events.db</c> in the data folder; its folder is made when absent.</param>
    public SqliteEventLog(string path, TimeProvider clock)
    {
        this.path = path;
        this.clock = clock;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        appending = Connect("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
        appending.Run(Schema);
        committing = Connect("PRAGMA synchronous = NORMAL;");
        begin = new SqliteStatement(appending, "BEGIN IMMEDIATE");
        insert = new SqliteStatement(appending, Insert, valuesCount: 5);
        commit = new SqliteStatement(appending, "COMMIT");
        rollback = new SqliteStatement(appending, "ROLLBACK");
        saveOffset = new SqliteStatement(committing, SaveOffset, valuesCount: 3);
        foreign = new ForeignAppends(Connect(), () => Ring(_ => true));
    }

    public async Task AppendAsync(IReadOnlyList<LoggedEvent> events, CancellationToken cancellationToken)
    {
        var append = new PendingAppend(events);
        pending.Enqueue(append);

        // Whoever holds the pen writes for all who wait, so under load one fsync serves many.
        await writing.WaitAsync(cancellationToken);
        try
        {
            if (!append.IsSettled)
            {
                WritePending();
            }
        }
        finally
        {
            writing.Release();
        }

        append.ThrowIfFailed();
    }

    public IEventReader ReadAs(string group, string topic, TimeSpan gatherFor = default)
        => new SqliteEventReader(this, group, topic, StartOf(group, topic), Listen(topic));

    public IEventReader ReadSince(DateTimeOffset since, string topic)
        => new SqliteEventReader(this, group: null, topic, StartAt(since, topic), Listen(topic));

    public void Dispose()
    {
        foreign.Dispose();

        // Who writes at this moment finishes first: a connection cannot be taken away under a transaction.
        writing.Wait();
        foreach (var statement in new[] { begin, insert, commit, rollback, saveOffset })
        {
            statement.Dispose();
        }

        appending.Dispose();
        committing.Dispose();
        writing.Release();
    }

    /// <summary>Whether the file is still there and can be read.</summary>
    /// <exception cref="SqliteException">It is not.</exception>
    public void Probe()
    {
        // Those that are open would go on with a file that has been removed.
        using var connection = new SqliteConnection($"Data Source={path};Mode=ReadWrite;Pooling=False");
        connection.Open();
        connection.ReadNumber("SELECT max(position) FROM event");
    }

    internal SqliteConnection Connect(string pragmas = "")
    {
        // Pooling would hand a connection with another pragma to the next one who asks.
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        connection.Run($"PRAGMA busy_timeout = 10000; {pragmas}");
        return connection;
    }

    internal async Task SaveOffsetAsync(string group, string topic, long position, CancellationToken cancellationToken)
    {
        await writing.WaitAsync(cancellationToken);
        try
        {
            saveOffset.Run(group, topic, position);
        }
        finally
        {
            writing.Release();
        }
    }

    internal static void SaveLastOffset(SqliteConnection connection, string group, string topic, long position) => connection.Run(SaveOffset, group, topic, position);

    internal void Forget(string topic, WakeUp bell) => readers.TryRemove((topic, bell), out _);

    private void WritePending()
    {
        var taken = new List<PendingAppend>();
        while (pending.TryDequeue(out var append))
        {
            taken.Add(append);
        }

        try
        {
            Write(taken.SelectMany(append => append.Events));
            taken.ForEach(append => append.Settle(failure: null));
        }
        catch (SqliteException exception)
        {
            taken.ForEach(append => append.Settle(exception));
            return;
        }

        var topics = taken.SelectMany(append => append.Events).Select(logged => logged.Topic).ToHashSet();
        Ring(topics.Contains);
    }

    private void Ring(Func<string, bool> concerns)
    {
        foreach (var (topic, bell) in readers.Keys)
        {
            if (concerns(topic))
            {
                bell.Ring();
            }
        }
    }

    private void Write(IEnumerable<LoggedEvent> events)
    {
        var (first, last) = (0L, 0L);
        begin.Run();
        try
        {
            foreach (var logged in events)
            {
                // Without a position it was there before.
                using var inserted = insert.Read(logged.Topic, logged.Key, logged.Id, clock.GetUtcNow().UtcTicks / 10, logged.Envelope.ToArray());
                if (inserted.Read())
                {
                    last = inserted.GetInt64(0);
                    first = first == 0 ? last : first;
                }
            }

            commit.Run();
        }
        catch
        {
            Rollback();
            throw;
        }

        if (last > 0)
        {
            foreign.Know(first, last);
        }
    }

    // SQLite may have rolled back by itself, as it does when the disk is full.
    private void Rollback()
    {
        try
        {
            rollback.Run();
        }
        catch (SqliteException)
        {
            // There is no transaction any more.
        }
    }

    private WakeUp Listen(string topic)
    {
        var bell = new WakeUp();
        readers.TryAdd((topic, bell), 0);
        return bell;
    }

    private long StartOf(string group, string topic)
    {
        using var connection = Connect();
        return connection.ReadNumber("SELECT max(position) FROM consumer_offset WHERE consumer = $1 AND topic = $2", group, topic);
    }

    private long StartAt(DateTimeOffset since, string topic)
    {
        using var connection = Connect();
        return connection.ReadNumber("SELECT max(position) FROM event WHERE topic = $1 AND appended_at < $2", topic, since.UtcTicks / 10);
    }

    private sealed class PendingAppend(IReadOnlyList<LoggedEvent> events)
    {
        private Exception? failure;

        internal IReadOnlyList<LoggedEvent> Events { get; } = events;

        internal bool IsSettled { get; private set; }

        internal void Settle(Exception? failure) => (this.failure, IsSettled) = (failure, true);

        internal void ThrowIfFailed()
        {
            if (failure is not null)
            {
                throw new IOException("The event log could not be written.", failure);
            }
        }
    }
}
