using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace FinFlow.Messaging;

/// <summary>One instance at a time relays an outbox that several share: whoever holds PostgreSQL's lock, until its transaction or its life ends.</summary>
internal static class OutboxTurn
{
    private const string LockNotAvailable = "55P03";

    internal static bool IsDue(DbContext db) => db.Database.ProviderName!.EndsWith("PostgreSQL", StringComparison.Ordinal);

    /// <summary>The transaction that holds the turn; null when another instance has it for longer than a relay should take.</summary>
    internal static async Task<IDbContextTransaction?> TryTakeAsync(DbContext db, CancellationToken cancellationToken)
    {
        var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        try
        {
            var name = $"finflow outbox {db.GetType().Name}";
            await db.Database.ExecuteSqlRawAsync("SET LOCAL lock_timeout = '2s'", cancellationToken);
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({name}, 0))", cancellationToken);
            return transaction;
        }
        catch (DbException busy) when (busy.SqlState == LockNotAvailable)
        {
            await transaction.DisposeAsync();
            return null;
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }
    }
}
