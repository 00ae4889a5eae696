using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace FinFlow.Messaging;

/// <summary>One instance at a time relays an outbox that several share: whoever holds PostgreSQL's lock, until its transaction or its life ends.</summary>
internal static class OutboxTurn
{
    internal static bool IsDue(DbContext db) => db.Database.ProviderName!.EndsWith("PostgreSQL", StringComparison.Ordinal);

    /// <summary>The transaction that holds the turn; null when another instance has it now.</summary>
    internal static async Task<IDbContextTransaction?> TryTakeAsync(DbContext db, CancellationToken cancellationToken)
    {
        var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        try
        {
            var name = $"finflow outbox {db.GetType().Name}";
            if (await db.Database.SqlQuery<bool>($"""SELECT pg_try_advisory_xact_lock(hashtextextended({name}, 0)) AS "Value" """).SingleAsync(cancellationToken))
            {
                return transaction;
            }
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }

        await transaction.DisposeAsync();
        return null;
    }
}
