using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace FinFlow.Messaging;

/// <summary>The right to do some work, among the instances that share a database: to run one of its jobs.</summary>
/// <remarks>
/// On PostgreSQL a lock, which a transaction holds until it ends, also by the death of its process. SQLite is one process's own, and its
/// one writer must not be kept waiting for work that is not a write; so there the turn is free.
/// </remarks>
public sealed class InstanceTurn : IAsyncDisposable
{
    private InstanceTurn(IDbContextTransaction? transaction) => Transaction = transaction;

    /// <summary>The transaction that holds the turn; null where nothing has to.</summary>
    public IDbContextTransaction? Transaction { get; }

    /// <param name="work">What it is about within this database.</param>
    /// <returns>Null when another instance is about it now.</returns>
    public static async Task<InstanceTurn?> TryTakeAsync(DbContext db, string work, CancellationToken cancellationToken)
    {
        if (!db.Database.IsPostgres())
        {
            return new InstanceTurn(null);
        }

        var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        try
        {
            var name = $"finflow {db.GetType().Name} {work}";
            if (await db.Database.SqlQuery<bool>($"""SELECT pg_try_advisory_xact_lock(hashtextextended({name}, 0)) AS "Value" """).SingleAsync(cancellationToken))
            {
                return new InstanceTurn(transaction);
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

    public ValueTask DisposeAsync() => Transaction?.DisposeAsync() ?? ValueTask.CompletedTask;
}
