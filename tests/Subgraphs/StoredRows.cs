using Microsoft.Data.Sqlite;

namespace FinFlow.Subgraphs.Tests;

/// <summary>What an embedded database holds, as text that two moments can be compared by.</summary>
internal static class StoredRows
{
    /// <summary>Every row of every table, but for what passes through on its way to others.</summary>
    /// <param name="file">The database's file.</param>
    /// <param name="like">Which tables, as SQL's LIKE has it.</param>
    internal static string Of(string file, string like = "%")
    {
        using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        connection.Open();
        var tables = Read(
            connection, $"SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('outbox', 'inbox') AND name NOT LIKE 'sqlite_%' AND name LIKE '{like}' ORDER BY name");
        return string.Join('\n', tables.Select(table => $"{table}: {string.Join(" | ", Read(connection, $"SELECT * FROM \"{table}\""))}"));
    }

    private static List<string> Read(SqliteConnection connection, string sql)
    {
        using var command = new SqliteCommand(sql, connection);
        using var rows = command.ExecuteReader();
        var read = new List<string>();
        while (rows.Read())
        {
            read.Add(string.Join(',', Enumerable.Range(0, rows.FieldCount).Select(rows.GetValue)));
        }

        return read;
    }
}
