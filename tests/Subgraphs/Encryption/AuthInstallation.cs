using System.Data.Common;
using FinFlow.Auth;
using FinFlow.Encryption;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Auth's database, of one of the providers.</summary>
internal sealed class AuthInstallation(TemporaryFolder folder, string provider)
{
    private readonly PostgresDatabase? postgres = provider == "postgres" ? PostgresDatabase.Create() : null;

    /// <summary>As each provider stores a time.</summary>
    internal string SomeTime => postgres is null ? "0" : "now()";

    internal Task<RunningSubgraph> StartAsync(params string[] keys) => StartAsync(null, SomeKeys.Variable(keys));

    internal Task<RunningSubgraph> StartAsync(TimeProvider? clock, params (string Name, string Value)[] variables)
        => RunningSubgraph.StartAsync<AuthSubgraph>(
            folder.Path, clock,
            [.. variables, .. (postgres?.Variables ?? [TestDatabase.Embedded]).Where(variable => !variables.Select(given => given.Name).Contains(variable.Name))]);

    internal void Run(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    internal async Task<int> RotateAsync(FieldCipher cipher)
    {
        using (cipher)
        {
            await using var connection = Open();
            var count = 0;
            await foreach (var (_, sealedAnew) in new KeyRotation(connection, cipher, RowId).RunAsync(CancellationToken.None))
            {
                count += sealedAnew;
            }

            return count;
        }
    }

    internal async Task<int> ReencryptAsync(FieldCipher cipher, int batchMax)
    {
        await using var connection = Open();
        return await new Reencryption(connection, cipher, RowId, batchMax).RunAsync(
            new EncryptedColumn { Table = "organizations", Column = "Name", Probe = "" }, CancellationToken.None);
    }

    internal async Task<int> RotateOwnedAsync(FieldCipher outer, OwnerCipher inner)
    {
        await using var connection = Open();
        var count = 0;
        foreach (var (table, column) in OwnerRotation.Columns)
        {
            count += await new OwnerRotation(connection, outer, inner, batchMax: 1).RunAsync(table, column, CancellationToken.None);
        }

        return count;
    }

    internal async Task<long> CountOlderRecoveryCodesAsync(FieldCipher outer, OwnerCipher inner)
    {
        await using var connection = Open();
        return await new OwnerRotation(connection, outer, inner).CountOlderRecoveryCodesAsync(CancellationToken.None);
    }

    internal int CountOf(string table, string mark)
    {
        using var connection = Open();
        return connection.Rows($"""SELECT * FROM {table}""").Count(row => row.Contains(mark, StringComparison.Ordinal));
    }

    /// <summary>The ids of all keys that something in the database is sealed with.</summary>
    internal IEnumerable<string> KeysInUse()
    {
        using var connection = Open();
        string[] tables = ["users", "organizations", "mailed_tokens", "waiting_mails", "outbox", "encrypted_columns"];
        return [.. tables
            .SelectMany(table => connection.Rows($"SELECT * FROM {table}"))
            .SelectMany(row => row.Split(','))
            .Where(value => value.StartsWith("enc:", StringComparison.Ordinal))
            .Select(value => value.Split(':')[1])
            .Distinct()];
    }

    private RowId RowId => postgres is null ? RowId.Sqlite : RowId.Postgres;

    private DbConnection Open()
    {
        DbConnection connection = postgres is null ? new SqliteConnection($"Data Source={folder.File("auth.db")};Pooling=False") : new NpgsqlConnection(postgres.ConnectionStringOf("auth"));
        connection.Open();
        return connection;
    }
}
