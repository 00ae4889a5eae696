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
        MakePrivate(path);
        connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        connection.Run("PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;");
        connection.Run(Schema);
    }

    // SQLite gives the files beside it the same mode.
    private static void MakePrivate(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        File.Open(path, options).Dispose();
    }

    /// <summary>Also in the file's journal.</summary>
    private protected override void Destroy(string personId)
    {
        lock (turn)
        {
            connection.Run("INSERT INTO person_key (person, key) VALUES ($1, NULL) ON CONFLICT (person) DO UPDATE SET key = NULL", personId);
            connection.Run("PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }

    public override void Dispose() => connection.Dispose();

    private protected override Task<IReadOnlyDictionary<string, byte[]?>> ReadAsync(IReadOnlyCollection<string> personIds, CancellationToken cancellationToken)
    {
        var keys = new Dictionary<string, byte[]?>(StringComparer.Ordinal);
        lock (turn)
        {
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT key FROM person_key WHERE person = $1";
            var person = command.Parameters.Add("$1", SqliteType.Text);
            foreach (var personId in personIds)
            {
                person.Value = personId;
                using var row = command.ExecuteReader();
                if (row.Read())
                {
                    keys[personId] = row.IsDBNull(0) ? null : Open(personId, (byte[])row.GetValue(0));
                }
            }
        }

        return Task.FromResult<IReadOnlyDictionary<string, byte[]?>>(keys);
    }

    private protected override Task AddAsync(IReadOnlyList<(string Person, byte[] Stored)> keys, CancellationToken cancellationToken)
    {
        lock (turn)
        {
            foreach (var (person, stored) in keys)
            {
                connection.Run("INSERT INTO person_key (person, key) VALUES ($1, $2) ON CONFLICT DO NOTHING", person, stored);
            }
        }

        return Task.CompletedTask;
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
