using Microsoft.EntityFrameworkCore;

namespace FinFlow.Payments;

/// <summary>Load → decide → save as one transaction, begun before the read, so that what was decided on is what is changed.</summary>
internal static class Decisions
{
    private const int AttemptsMax = 5;

    extension(PaymentsDbContext db)
    {
        /// <summary>
        /// A refusal rolls everything back. Whoever loses against another writer decides again on what that one left; after
        /// five lost races in a row the answer is <paramref name="busy"/>.
        /// </summary>
        public async Task<Result<T>> DecideAsync<T>(
            Func<CancellationToken, Task<Result<T>>> decide, Func<Refusal> busy, CancellationToken cancellationToken)
            where T : notnull
        {
            // A consumer's transaction is its own to commit and to repeat.
            if (db.Database.CurrentTransaction is not null)
            {
                return await decide(cancellationToken);
            }

            for (var attempt = 1; attempt <= AttemptsMax; attempt++)
            {
                try
                {
                    await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
                    var result = await decide(cancellationToken);
                    if (!result.IsRefused)
                    {
                        await db.SaveChangesAsync(cancellationToken);
                        await transaction.CommitAsync(cancellationToken);
                    }

                    return result;
                }
                catch (DbUpdateException) when (attempt < AttemptsMax)
                {
                    // A lost race, or a key that another request wrote in the meantime: look again.
                }
                catch (DbUpdateConcurrencyException)
                {
                    break;
                }
                finally
                {
                    db.ChangeTracker.Clear();
                }
            }

            return busy();
        }

        /// <summary>What the key stands for already: the result's id, null when it is new, or a refusal when the input differs.</summary>
        public async Task<Result<Known>> FindKnownAsync(IdempotencyKey key, CancellationToken cancellationToken)
        {
            var record = await db.IdempotencyRecords.AsNoTracking().SingleOrDefaultAsync(
                known => known.OrganizationId == key.OrganizationId && known.Operation == key.Operation && known.Key == key.Key, cancellationToken);
            return record is null ? new Known(null)
                : record.RequestHash == key.RequestHash ? new Known(record.ResultId)
                : new IdempotencyKeyReused(key.Key);
        }

        public void Remember(IdempotencyKey key, string resultId, DateTimeOffset now) => db.Add(new IdempotencyRecord
        {
            OrganizationId = key.OrganizationId,
            Operation = key.Operation,
            Key = key.Key,
            RequestHash = key.RequestHash,
            ResultId = resultId,
            CreatedAt = now,
        });
    }
}

/// <param name="ResultId">Null when the key was never used.</param>
internal readonly record struct Known(string? ResultId);
