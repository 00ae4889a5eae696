using System.Security.Cryptography;
using FinFlow.Encryption;
using Microsoft.EntityFrameworkCore;

namespace FinFlow.Hosting;

/// <summary>
/// At start: a column that was not encrypted before has its rows sealed, a batch at a time; one that was is opened once, so that wrong keys
/// are noticed before anybody asks.
/// </summary>
internal static class PlainRows
{
    internal static async Task SealAsync(FinFlowDbContext db, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            var known = (await db.Set<EncryptedColumn>().AsNoTracking().ToListAsync(cancellationToken)).ToDictionary(column => (column.Table, column.Column));
            var added = new List<EncryptedColumn>();
            var reencryption = new Reencryption(db.Database.GetDbConnection(), db.Cipher, db.Database.IsSqlite() ? RowId.Sqlite : RowId.Postgres);
            foreach (var (table, column, index) in EncryptedProperties.ColumnsOf(db.Model))
            {
                if (known.TryGetValue((table, column), out var before))
                {
                    Check(db.Cipher, before);
                    continue;
                }

                var unsealed = new EncryptedColumn { Table = table, Column = column, IndexColumn = index, Probe = Reencryption.ProbeText };
                await reencryption.RunAsync(unsealed, cancellationToken);
                added.Add(unsealed with { Probe = db.Cipher.Seal(unsealed.Probe, unsealed.Place) });
            }

            if (added.Count > 0)
            {
                await RememberAsync(db, added, cancellationToken);
            }
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private static async Task RememberAsync(FinFlowDbContext db, IEnumerable<EncryptedColumn> columns, CancellationToken cancellationToken)
    {
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            foreach (var column in columns)
            {
                // Another process may have done the same at the same time.
                await db.Database.ExecuteSqlAsync(
                    $"""
                    INSERT INTO encrypted_columns ("Table", "Column", "IndexColumn", "Probe")
                    VALUES ({column.Table}, {column.Column}, {column.IndexColumn}, {column.Probe}) ON CONFLICT DO NOTHING
                    """,
                    cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
        }

        if (db.Database.IsSqlite())
        {
            // What was plain goes from the journal too.
            await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)", cancellationToken);
        }
    }

    private static void Check(FieldCipher cipher, EncryptedColumn column)
    {
        try
        {
            cipher.Open(column.Probe, column.Place);
        }
        catch (CryptographicException wrong)
        {
            throw new ConfigurationInvalidException([$"DATA_ENCRYPTION_KEYS does not open the data that is there: {wrong.Message}"]);
        }
    }
}
