using System.Globalization;
using Microsoft.Data.Sqlite;

namespace FinFlow.Messaging;

/// <summary>A command that is used again and again: SQLite reads its text once. Parameters are <c>$1</c>, <c>$2</c> … in order.</summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly SqliteCommand command;

    internal SqliteStatement(SqliteConnection connection, string sql, int valuesCount = 0)
    {
        command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 1; i <= valuesCount; i++)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = string.Create(CultureInfo.InvariantCulture, $"${i}") });
        }
    }

    internal int Run(params ReadOnlySpan<object> values) => Bind(values).ExecuteNonQuery();

    internal SqliteDataReader Read(params ReadOnlySpan<object> values) => Bind(values).ExecuteReader();

    public void Dispose() => command.Dispose();

    private SqliteCommand Bind(ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }

        return command;
    }
}
