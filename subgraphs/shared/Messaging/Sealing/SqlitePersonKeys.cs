using FinFlow.Encryption;
using Microsoft.Data.Sqlite;

namespace FinFlow.Messaging;

/// <summary>Keys in a file apart from the events: for the processes of one machine.</summary>
public sealed class SqlitePersonKeys : PersonKeys
{
    // A row without a key is somebody who was forgotten: no new key is made for them.
    private const string Schema = "CREATE TABLE IF NOT EXISTS person_key (person TEXT PRIMARY KEY, key BLOB) STRICT, WITHOUT ROWID;";

    private readonly Lock turn = new();
    private readonly SqliteConnection connection;

    /// <param name="path">The file, <c>person-keys.db</c> in the data folder; readable by its owner alone.</param>
    /// <param name="cipher">What the keys are sealed with.</param>
    public SqlitePersonKeys(string path, FieldCipher cipher)
        : base(cipher)
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

    /// <summary>Also in the file's journal.</summary>
    public override void Forget(string personId)
    {
        lock (turn)
        {
            connection.Run("INSERT INTO person_key (person, key) VALUES ($1, NULL) ON CONFLICT (person) DO UPDATE SET key = NULL", personId);
            connection.Run("PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }

    public override void Dispose() => connection.Dispose();

    internal override byte[]? KeyFor(string personId)
    {
        lock (turn)
        {
            if (!TryRead(personId, out var key))
            {
                // Another process may make one at the same time; the first one counts.
                connection.Run("INSERT INTO person_key (person, key) VALUES ($1, $2) ON CONFLICT DO NOTHING", personId, NewKey(personId));
                TryRead(personId, out key);
            }

            return key;
        }
    }

    internal override byte[]? Find(string personId)
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
        key = isKnown && !row.IsDBNull(0) ? Open(personId, (byte[])row.GetValue(0)) : null;
        return isKnown;
    }

    private protected override IReadOnlyList<(string Person, byte[] Stored)> ReadAfter(string personId)
    {
        lock (turn)
        {
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT person, key FROM person_key WHERE person > $1 AND key IS NOT NULL ORDER BY person LIMIT $2";
            command.Bind(personId, BatchMax);
            using var row = command.ExecuteReader();
            var keys = new List<(string, byte[])>();
            while (row.Read())
            {
                keys.Add((row.GetString(0), (byte[])row.GetValue(1)));
            }

            return keys;
        }
    }

    private protected override bool Replace(string personId, byte[] stored, byte[] anew)
    {
        lock (turn)
        {
            using var command = connection.CreateCommand();
            command.CommandText = "UPDATE person_key SET key = $3 WHERE person = $1 AND key = $2";
            command.Bind(personId, stored, anew);
            return command.ExecuteNonQuery() == 1;
        }
    }
}
