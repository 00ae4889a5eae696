using System.Data.Common;

namespace FinFlow.Encryption;

internal static class Commands
{
    /// <summary>A statement with the values that it names, which are all texts here.</summary>
    internal static DbCommand CommandOf(this DbConnection connection, string sql, DbTransaction? transaction, params ReadOnlySpan<(string Name, string Value)> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        foreach (var (name, value) in values)
        {
            if (sql.Contains(name, StringComparison.Ordinal))
            {
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.Value) = (name, value);
                command.Parameters.Add(parameter);
            }
        }

        return command;
    }
}
