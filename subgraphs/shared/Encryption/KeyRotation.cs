using System.Data.Common;

namespace FinFlow.Encryption;

/// <summary>Seals all that one database holds with the writing key. When it is done, no older key is needed there any more.</summary>
/// <param name="connection">Open; on PostgreSQL its search path is the database's schema.</param>
public sealed class KeyRotation(DbConnection connection, FieldCipher cipher, RowId rowId)
{
    /// <returns>Each encrypted column and how many of its values were sealed anew.</returns>
    public async IAsyncEnumerable<(EncryptedColumn Column, int Count)> RunAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var columns = await ReadColumnsAsync(cancellationToken);

        // With wrong keys nothing is begun.
        columns.ForEach(column => cipher.Open(column.Probe, column.Place));
        var reencryption = new Reencryption(connection, cipher, rowId);
        foreach (var column in columns)
        {
            var count = await reencryption.RunAsync(column, cancellationToken);
            await SealProbeAsync(column, cancellationToken);
            yield return (column, count);
        }
    }

    private async Task<List<EncryptedColumn>> ReadColumnsAsync(CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = """SELECT "Table", "Column", "IndexColumn", "Probe" FROM encrypted_columns ORDER BY 1, 2""";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var columns = new List<EncryptedColumn>();
        while (await reader.ReadAsync(cancellationToken))
        {
            columns.Add(new EncryptedColumn
            {
                Table = reader.GetString(0),
                Column = reader.GetString(1),
                IndexColumn = await reader.IsDBNullAsync(2, cancellationToken) ? null : reader.GetString(2),
                Probe = reader.GetString(3),
            });
        }

        return columns;
    }

    private async Task SealProbeAsync(EncryptedColumn column, CancellationToken cancellationToken)
    {
        await using var command = connection.CommandOf(
            """UPDATE encrypted_columns SET "Probe" = @probe WHERE "Table" = @table AND "Column" = @column""", null,
            ("@probe", cipher.Seal(Reencryption.ProbeText, column.Place)), ("@table", column.Table), ("@column", column.Column));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
