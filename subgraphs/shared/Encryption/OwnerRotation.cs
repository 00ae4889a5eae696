using System.Data.Common;

namespace FinFlow.Encryption;

/// <summary>
/// Seals with the first secret of <c>MFA_SECRET_KEY</c> what auth sealed for its owner by an older one, beside processes that go on. Each
/// value lies in its column's own seal, which hides the inner key, so every row is looked into.
/// </summary>
public sealed class OwnerRotation(DbConnection connection, FieldCipher outer, OwnerCipher inner, int batchMax = 500)
{
    /// <summary>Where auth keeps such values, in rows whose <c>Id</c> is the owner.</summary>
    public static IReadOnlyList<(string Table, string Column)> Columns { get; } = [("second_factors", "SealedSeed"), ("waiting_mails", "Sealed")];

    /// <returns>How many values were sealed anew.</returns>
    public async Task<int> RunAsync(string table, string column, CancellationToken cancellationToken)
    {
        var (total, sealedNow) = (0, 0);
        do
        {
            // A row that was changed under our hands is found by another pass.
            sealedNow = await PassAsync(table, column, cancellationToken);
            total += sealedNow;
        }
        while (sealedNow > 0);

        return total;
    }

    /// <summary>Recovery codes that only an older key can check. They are kept as hashes, so nobody but their owners can make them anew.</summary>
    public async Task<long> CountOlderRecoveryCodesAsync(CancellationToken cancellationToken)
    {
        await using var command = connection.CommandOf(
            $"""SELECT COUNT(*) FROM recovery_codes WHERE "UsedAt" IS NULL AND substr("Hash", 1, {inner.KeyId.Length + 1}) <> @mark""", null, ("@mark", $"{inner.KeyId}."));
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private async Task<int> PassAsync(string table, string column, CancellationToken cancellationToken)
    {
        var (sealedNow, last) = (0, "");
        while (true)
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var rows = await ReadAsync(table, column, last, transaction, cancellationToken);
            foreach (var (id, stored) in rows)
            {
                var sealedText = outer.Open(stored, $"{table}.{column}");
                if (!inner.IsOfToday(sealedText))
                {
                    var anew = outer.Seal(inner.Seal(inner.Open(sealedText, id), id), $"{table}.{column}");
                    await using var update = connection.CommandOf(
                        $"""UPDATE "{table}" SET "{column}" = @sealed WHERE "Id" = @id AND "{column}" = @stored""", transaction, ("@sealed", anew), ("@id", id), ("@stored", stored));
                    sealedNow += await update.ExecuteNonQueryAsync(cancellationToken);
                }
            }

            await transaction.CommitAsync(cancellationToken);
            if (rows.Count == 0)
            {
                return sealedNow;
            }

            last = rows[^1].Id;
        }
    }

    private async Task<List<(string Id, string Stored)>> ReadAsync(string table, string column, string after, DbTransaction transaction, CancellationToken cancellationToken)
    {
        await using var command = connection.CommandOf(
            $"""SELECT "Id", "{column}" FROM "{table}" WHERE "Id" > @after AND "{column}" IS NOT NULL ORDER BY "Id" LIMIT {batchMax}""", transaction, ("@after", after));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<(string, string)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add((reader.GetString(0), reader.GetString(1)));
        }

        return rows;
    }
}
