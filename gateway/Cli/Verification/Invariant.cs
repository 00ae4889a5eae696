using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace FinFlow.Cli;

/// <summary>Something that always holds, as SQL that both databases understand.</summary>
/// <param name="Name">As it is printed.</param>
/// <param name="Unit">What is counted.</param>
/// <param name="Count">How many there are to look at.</param>
/// <param name="Exceptions">What does not fit, one row of one text each.</param>
internal sealed record Invariant(string Name, string Unit, string Count, string Exceptions)
{
    /// <summary>Enough to begin looking; a broken database may have millions.</summary>
    public const int ExceptionsMax = 5;

    public async Task<Finding> ProveAsync(DbConnection connection)
    {
        var exceptions = await ReadAsync(connection, $"SELECT broken FROM ({Exceptions}) AS exceptions ORDER BY broken LIMIT {ExceptionsMax + 1}");
        var count = Convert.ToInt64((await ReadAsync(connection, Count)).Single(), CultureInfo.InvariantCulture);
        return Found(count, exceptions);
    }

    /// <param name="count">How many were looked at.</param>
    /// <param name="exceptions">One more than are told, where there are more.</param>
    public Finding Found(long count, IReadOnlyList<string> exceptions)
        => new(Name, $"{count} {Unit}", exceptions.Count > ExceptionsMax ? [.. exceptions.Take(ExceptionsMax), "and more"] : exceptions);

    /// <summary>In a database file of its own.</summary>
    public async Task<Finding> ProveAsync(string file)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        return await ProveAsync(connection);
    }

    private static async Task<List<string>> ReadAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var rows = await command.ExecuteReaderAsync();
        var read = new List<string>();
        while (await rows.ReadAsync())
        {
            read.Add(Convert.ToString(rows.GetValue(0), CultureInfo.InvariantCulture)!);
        }

        return read;
    }
}
