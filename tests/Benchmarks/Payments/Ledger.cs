using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace FinFlow.Benchmarks;

/// <summary>Sees which payments stand in the books by now, by their index: cheap enough to be asked every few milliseconds.</summary>
internal sealed class Ledger : IDisposable
{
    private readonly DbConnection connection;
    private readonly Func<string[], DbCommand> query;

    private Ledger(DbConnection connection, Func<string[], DbCommand> query)
    {
        (this.connection, this.query) = (connection, query);
        connection.Open();
    }

    internal static Ledger OfPostgres(string connectionString)
    {
        var connection = new NpgsqlConnection(connectionString);
        return new Ledger(connection, payments => new NpgsqlCommand("""SELECT "PaymentId" FROM accounting.journal_entries WHERE "PaymentId" = ANY($1)""", connection)
        {
            Parameters = { new NpgsqlParameter { Value = payments } },
        });
    }

    internal static Ledger OfFolder(string data)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(data, "accounting.db")};Mode=ReadOnly;Pooling=False");
        return new Ledger(connection, payments =>
        {
            var command = connection.CreateCommand();
            command.CommandText = $"""SELECT "PaymentId" FROM journal_entries WHERE "PaymentId" IN ({string.Join(',', payments.Select((_, i) => $"$p{i}"))})""";
            for (var i = 0; i < payments.Length; i++)
            {
                command.Parameters.AddWithValue($"$p{i}", payments[i]);
            }

            return command;
        });
    }

    internal List<string> WhichStand(string[] payments)
    {
        var found = new List<string>();
        using var command = query(payments);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            found.Add(reader.GetString(0));
        }

        return found;
    }

    public void Dispose() => connection.Dispose();
}
