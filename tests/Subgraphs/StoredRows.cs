using Microsoft.Data.Sqlite;

namespace FinFlow.Subgraphs.Tests;

/// <summary>What an embedded database holds, as text that two moments can be compared by.</summary>
internal static class StoredRows
{
    private const string Tables =
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('outbox', 'inbox') AND name NOT LIKE 'sqlite_%' AND name LIKE $like ORDER BY name";

    /// <summary>Every row of every table, and how many events were ever told: those pass through the outbox, but are counted there.</summary>
    /// <param name="file">The database's file.</param>
    /// <param name="like">Which tables, as SQL's LIKE has it.</param>
    /// <param name="permissionsRefused">So many callers were refused since the other moment. The audit trail hears of each, and that is left out here.</param>
    internal static string Of(string file, string like = "%", int permissionsRefused = 0)
    {
        using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        connection.Open();
        var rows = Read(connection, Tables, like).Select(table => $"{table}: {string.Join(" | ", Read(connection, $"SELECT * FROM \"{table}\""))}");
        return string.Join('\n', rows.Prepend($"{EventsTold(connection) - permissionsRefused} events told"));
    }

    // SQLite keeps the highest number that it has given, also when the row is gone.
    private static long EventsTold(SqliteConnection connection)
        => Read(connection, "SELECT name FROM sqlite_master WHERE name = 'sqlite_sequence'").Count == 0
            ? 0
            : Read(connection, "SELECT seq FROM sqlite_sequence WHERE name = 'outbox'").Select(count => long.Parse(count, System.Globalization.CultureInfo.InvariantCulture)).FirstOrDefault();

    private static List<string> Read(SqliteConnection connection, string sql, string? like = null)
    {
        using var command = new SqliteCommand(sql, connection);
        if (like is not null)
        {
            command.Parameters.AddWithValue("$like", like);
        }

        using var rows = command.ExecuteReader();
        var read = new List<string>();
        while (rows.Read())
        {
            read.Add(string.Join(',', Enumerable.Range(0, rows.FieldCount).Select(rows.GetValue)));
        }

        return read;
    }
}
