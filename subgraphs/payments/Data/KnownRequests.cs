using Microsoft.EntityFrameworkCore;

namespace FinFlow.Payments;

/// <summary>What an idempotency key stands for already.</summary>
/// <param name="ResultId">Null when the key was never used.</param>
internal readonly record struct Known(string? ResultId);

internal static class KnownRequests
{
    extension(PaymentsDbContext db)
    {
        /// <summary>What came of the key, or a refusal when it was used with another input.</summary>
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
