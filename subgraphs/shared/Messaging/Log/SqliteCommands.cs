using System.Globalization;
using Microsoft.Data.Sqlite;

namespace FinFlow.Messaging;

/// <summary>Commands whose parameters are <c>$1</c>, <c>$2</c> … in order.</summary>
internal static class SqliteCommands
{
    internal static void Run(this SqliteConnection connection, string sql, params ReadOnlySpan<object> values)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Bind(values);
        command.ExecuteNonQuery();
    }

    /// <summary>The one number of the answer; 0 when it is null.</summary>
    internal static long ReadNumber(this SqliteConnection connection, string sql, params ReadOnlySpan<object> values)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Bind(values);
        return command.ExecuteScalar() as long? ?? 0;
    }

    internal static void Bind(this SqliteCommand command, params ReadOnlySpan<object> values)
    {
        command.Parameters.Clear();
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters.AddWithValue(string.Create(CultureInfo.InvariantCulture, $"${i + 1}"), values[i]);
        }
    }
}
