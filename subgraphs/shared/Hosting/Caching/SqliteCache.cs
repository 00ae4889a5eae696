using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Caching.Distributed;

namespace FinFlow.Hosting;

/// <summary>A cache in a file: larger than memory allows, and gone with the process, whose generations its keys bear.</summary>
/// <remarks>Nothing in it is worth an fsync. Expired rows go, and beyond the limit those that expire first, whenever many have been written.</remarks>
public sealed class SqliteCache : IDistributedCache, IDisposable
{
    // SQLite's name for a database that it makes for one connection and removes with it.
    private const string Temporary = "";

    private const int RowsMax = 100_000;
    private const int WritesBetweenSweeps = 1_000;

    private readonly Lock using_ = new();
    private readonly SqliteConnection connection;
    private readonly TimeProvider clock;
    private int writes;

    /// <summary>In a temporary file, which nothing else can open.</summary>
    public SqliteCache(TimeProvider clock)
        : this(Temporary, clock)
    {
    }

    /// <param name="path">A file that is not there yet.</param>
    public SqliteCache(string path, TimeProvider clock)
    {
        this.clock = clock;
        connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        Run("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; CREATE TABLE entry (key TEXT PRIMARY KEY, expires_at INTEGER NOT NULL, value BLOB NOT NULL) STRICT;");
        Run("CREATE INDEX entry_expiry ON entry (expires_at)");
    }

    public byte[]? Get(string key)
    {
        lock (using_)
        {
            using var command = Command("SELECT value FROM entry WHERE key = $1 AND expires_at > $2", key, Now);
            return command.ExecuteScalar() as byte[];
        }
    }

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options)
    {
        var expiresAt = options switch
        {
            { AbsoluteExpirationRelativeToNow: { } after } => Now + after.Ticks,
            { AbsoluteExpiration: { } at } => at.UtcTicks,
            _ => long.MaxValue,
        };
        lock (using_)
        {
            Run("INSERT INTO entry (key, expires_at, value) VALUES ($1, $2, $3) ON CONFLICT DO UPDATE SET expires_at = excluded.expires_at, value = excluded.value", key, expiresAt, value);
            if (++writes % WritesBetweenSweeps == 0)
            {
                Run("DELETE FROM entry WHERE expires_at <= $1", Now);
                Run("DELETE FROM entry WHERE key IN (SELECT key FROM entry ORDER BY expires_at DESC LIMIT -1 OFFSET $1)", RowsMax);
            }
        }
    }

    public void Remove(string key)
    {
        lock (using_)
        {
            Run("DELETE FROM entry WHERE key = $1", key);
        }
    }

    /// <summary>Nothing here lives longer for being read.</summary>
    public void Refresh(string key)
    {
    }

    // A look into a file that the operating system holds in memory takes less time than a change of threads.
    public Task<byte[]?> GetAsync(string key, CancellationToken token = default) => Task.FromResult(Get(key));

    public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        Set(key, value, options);
        return Task.CompletedTask;
    }

    public Task RemoveAsync(string key, CancellationToken token = default)
    {
        Remove(key);
        return Task.CompletedTask;
    }

    public Task RefreshAsync(string key, CancellationToken token = default) => Task.CompletedTask;

    public void Dispose() => connection.Dispose();

    private long Now => clock.GetUtcNow().UtcTicks;

    private void Run(string sql, params ReadOnlySpan<object> values)
    {
        using var command = Command(sql, values);
        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql, params ReadOnlySpan<object> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters.AddWithValue($"${i + 1}", values[i]);
        }

        return command;
    }
}
