using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace FinFlow.Messaging;

/// <summary>
/// One random key for each person of whom events tell, in a file apart from the events. To forget somebody is to destroy the key: what
/// it sealed cannot be read any more, wherever copies of it are.
/// </summary>
public sealed class PersonKeys : IDisposable
{
    private const int KeyBytes = 32;

    // A row without a key is somebody who was forgotten: no new key is made for them.
    private const string Schema = "CREATE TABLE IF NOT EXISTS person_key (person TEXT PRIMARY KEY, key BLOB) STRICT, WITHOUT ROWID;";

    private readonly Lock turn = new();
    private readonly SqliteConnection connection;

    /// <param name="path">The file, <c>person-keys.db</c> in the data folder; readable by its owner alone.</param>
    public PersonKeys(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        connection.Run("PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;");
        connection.Run(Schema);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    /// <summary>Destroys the person's key for good, also in the file's journal.</summary>
    public void Forget(string personId)
    {
        lock (turn)
        {
            connection.Run("INSERT INTO person_key (person, key) VALUES ($1, NULL) ON CONFLICT (person) DO UPDATE SET key = NULL", personId);
            connection.Run("PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }

    public void Dispose() => connection.Dispose();

    /// <summary>The person's key, which is made when it is first needed; null for somebody who was forgotten.</summary>
    internal byte[]? KeyFor(string personId)
    {
        lock (turn)
        {
            if (!TryRead(personId, out var key))
            {
                // Another process may make one at the same time; the first one counts.
                connection.Run("INSERT INTO person_key (person, key) VALUES ($1, $2) ON CONFLICT DO NOTHING", personId, RandomNumberGenerator.GetBytes(KeyBytes));
                TryRead(personId, out key);
            }

            return key;
        }
    }

    /// <summary>The person's key; null when there is none, or none any more.</summary>
    internal byte[]? Find(string personId)
    {
        lock (turn)
        {
            TryRead(personId, out var key);
            return key;
        }
    }

    private bool TryRead(string personId, out byte[]? key)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT key FROM person_key WHERE person = $1";
        command.Bind(personId);
        using var row = command.ExecuteReader();
        var isKnown = row.Read();
        key = isKnown && !row.IsDBNull(0) ? (byte[])row.GetValue(0) : null;
        return isKnown;
    }
}
