using System.Data.Common;

namespace FinFlow.Encryption;

/// <summary>
/// Seals with the writing key whatever in a column is plain or was sealed by an older one: a batch at a time, beside processes that read
/// and write. A row that somebody else changes meanwhile is left to them and looked at again; a run that broke off goes on where it is needed.
/// </summary>
/// <param name="rowId">How the database names a row of a table, as text: <c>rowid</c> of SQLite, <c>ctid</c> of PostgreSQL.</param>
/// <param name="batchMax">How many rows a transaction seals, so that nobody waits long for one of them.</param>
public sealed class Reencryption(DbConnection connection, FieldCipher cipher, RowId rowId, int batchMax = 500)
{
    /// <summary>What a probe says.</summary>
    public const string ProbeText = "finflow";

    /// <returns>How many values were sealed anew.</returns>
    public async Task<int> RunAsync(EncryptedColumn column, CancellationToken cancellationToken)
    {
        var (total, sealedNow) = (0, 0);
        do
        {
            // Rows that were changed under our hands, or moved behind us, are found by another pass.
            sealedNow = await PassAsync(column, cancellationToken);
            total += sealedNow;
        }
        while (sealedNow > 0);

        return total;
    }

    private async Task<int> PassAsync(EncryptedColumn column, CancellationToken cancellationToken)
    {
        var (sealedNow, last) = (0, rowId.First);
        while (true)
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var rows = await ReadAsync(column, last, transaction, cancellationToken);
            foreach (var (id, stored) in rows)
            {
                sealedNow += await SealAsync(column, id, stored, transaction, cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
            if (rows.Count == 0)
            {
                return sealedNow;
            }

            last = rows[^1].Id;
        }
    }

    private async Task<List<(string Id, string Stored)>> ReadAsync(EncryptedColumn column, string after, DbTransaction transaction, CancellationToken cancellationToken)
    {
        await using var command = connection.CommandOf(
            $"""
            SELECT {rowId.AsText}, "{column.Column}" FROM "{column.Table}"
            WHERE {rowId.Name} > {rowId.Parameter("@after")} AND "{column.Column}" IS NOT NULL AND substr("{column.Column}", 1, {cipher.WritingMark.Length}) <> @mark
            ORDER BY {rowId.Name} LIMIT {batchMax}
            """,
            transaction, ("@after", after), ("@mark", cipher.WritingMark));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<(string, string)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add((reader.GetString(0), reader.GetString(1)));
        }

        return rows;
    }

    private async Task<int> SealAsync(EncryptedColumn column, string id, string stored, DbTransaction transaction, CancellationToken cancellationToken)
    {
        var plain = cipher.Open(stored, column.Place);
        var index = column.IndexColumn is null ? "" : $""", "{column.IndexColumn}" = @index""";
        await using var command = connection.CommandOf(
            $"""
            UPDATE "{column.Table}" SET "{column.Column}" = @sealed{index} WHERE {rowId.Name} = {rowId.Parameter("@id")} AND "{column.Column}" = @stored
            """,
            transaction, ("@sealed", cipher.Seal(plain, column.Place)), ("@id", id), ("@stored", stored), ("@index", cipher.IndexOf(plain, column.Place)));
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

/// <summary>How a database names a row of a table.</summary>
/// <param name="Name">The hidden column.</param>
/// <param name="Type">What a text must be cast to in order to be compared with it.</param>
/// <param name="First">Less than every row's.</param>
public sealed record RowId(string Name, string Type, string First)
{
    public static RowId Sqlite { get; } = new("rowid", "INTEGER", "-1");

    public static RowId Postgres { get; } = new("ctid", "tid", "(0,0)");

    internal string AsText => $"CAST({Name} AS TEXT)";

    internal string Parameter(string parameter) => $"CAST({parameter} AS {Type})";
}
