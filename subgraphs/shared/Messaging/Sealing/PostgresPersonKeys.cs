using FinFlow.Encryption;
using Npgsql;

namespace FinFlow.Messaging;

/// <summary>Keys in a schema of their own in PostgreSQL: for the processes of many machines.</summary>
/// <remarks>Copies of the database outlive a key that is destroyed here, so keep them no longer than the law gives time for an erasure.</remarks>
public sealed class PostgresPersonKeys : PersonKeys
{
    // Processes that start together would trip over each other's statements.
    private const string Schema = """
        SELECT pg_advisory_xact_lock(hashtextextended('finflow person_keys', 0));
        CREATE SCHEMA IF NOT EXISTS person_keys;
        CREATE TABLE IF NOT EXISTS person_keys.person_key (person TEXT PRIMARY KEY, key BYTEA);
        """;

    private readonly NpgsqlDataSource source;
    private readonly Lazy<bool> isReady;

    public PostgresPersonKeys(string connectionString, FieldCipher cipher)
        : base(cipher)
    {
        source = NpgsqlDataSource.Create(connectionString);

        // The database may still be on its way when the process starts.
        isReady = new Lazy<bool>(MakeSchema, LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>Also in the table's dead rows.</summary>
    private protected override void Destroy(string personId)
    {
        Run("INSERT INTO person_keys.person_key (person, key) VALUES ($1, NULL) ON CONFLICT (person) DO UPDATE SET key = NULL", personId);
        Run("VACUUM person_keys.person_key");
    }

    public override void Dispose() => source.Dispose();

    private protected override async Task<IReadOnlyDictionary<string, byte[]?>> ReadAsync(IReadOnlyCollection<string> personIds, CancellationToken cancellationToken)
    {
        await using var command = Command("SELECT person, key FROM person_keys.person_key WHERE person = ANY($1)", (object)personIds.ToArray());
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var keys = new Dictionary<string, byte[]?>(StringComparer.Ordinal);
        while (await row.ReadAsync(cancellationToken))
        {
            var person = row.GetString(0);
            keys[person] = row.IsDBNull(1) ? null : Open(person, row.GetFieldValue<byte[]>(1));
        }

        return keys;
    }

    // In the order of the persons, so that two who add the same ones do not wait for each other.
    private protected override async Task AddAsync(IReadOnlyList<(string Person, byte[] Stored)> keys, CancellationToken cancellationToken)
    {
        var ordered = keys.OrderBy(key => key.Person, StringComparer.Ordinal).ToList();
        await using var command = Command(
            "INSERT INTO person_keys.person_key (person, key) SELECT * FROM unnest($1, $2) ON CONFLICT DO NOTHING",
            ordered.Select(key => key.Person).ToArray(),
            ordered.Select(key => key.Stored).ToArray());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private protected override IReadOnlyList<(string Person, byte[] Stored)> ReadAfter(string personId)
    {
        using var command = Command("SELECT person, key FROM person_keys.person_key WHERE person > $1 AND key IS NOT NULL ORDER BY person LIMIT $2", personId, BatchMax);
        using var row = command.ExecuteReader();
        var keys = new List<(string, byte[])>();
        while (row.Read())
        {
            keys.Add((row.GetString(0), row.GetFieldValue<byte[]>(1)));
        }

        return keys;
    }

    private protected override bool Replace(string personId, byte[] stored, byte[] anew)
    {
        using var command = Command("UPDATE person_keys.person_key SET key = $3 WHERE person = $1 AND key = $2", personId, stored, anew);
        return command.ExecuteNonQuery() == 1;
    }

    private void Run(string sql, params ReadOnlySpan<object> values)
    {
        using var command = Command(sql, values);
        command.ExecuteNonQuery();
    }

    private NpgsqlCommand Command(string sql, params ReadOnlySpan<object> values)
    {
        _ = isReady.Value;
        var command = source.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }

    private bool MakeSchema()
    {
        using var connection = source.OpenConnection();
        using var transaction = connection.BeginTransaction();
        using var command = new NpgsqlCommand(Schema, connection, transaction);
        command.ExecuteNonQuery();
        transaction.Commit();
        return true;
    }
}
