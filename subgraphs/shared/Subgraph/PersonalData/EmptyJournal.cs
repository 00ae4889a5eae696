using System.Data;
using FinFlow.Hosting;
using Microsoft.EntityFrameworkCore;

namespace FinFlow.Subgraph;

/// <summary>Whether SQLite's journal may still hold what was erased. It starts as if it did: who knows what happened before.</summary>
internal sealed class ErasureTraces
{
    private int remain = 1;

    public bool Remain
    {
        get => Volatile.Read(ref remain) == 1;
        set => Volatile.Write(ref remain, value ? 1 : 0);
    }
}

/// <summary>
/// Pages are overwritten when rows go, but SQLite's write-ahead log keeps them as they were until it is written back and emptied.
/// PostgreSQL does the like by itself, when it vacuums.
/// </summary>
internal sealed class EmptyJournal<TContext>(TContext db, ErasureTraces traces) : IPeriodicJob
    where TContext : FinFlowDbContext
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!traces.Remain || !db.Database.IsSqlite())
        {
            return;
        }

        // Set first: an erasure that comes meanwhile must not be forgotten.
        traces.Remain = false;
        traces.Remain |= !await TryEmptyAsync(cancellationToken);
    }

    private async Task<bool> TryEmptyAsync(CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
            await using var answer = await command.ExecuteReaderAsync(CommandBehavior.SingleRow, cancellationToken);

            // The first column is 1 when a reader stood in the way.
            return await answer.ReadAsync(cancellationToken) && answer.GetInt64(0) == 0;
        }
        finally
        {
            // The context is pooled: left open, its connection would be the next one's, and keep a writer's turn beyond its transaction.
            await db.Database.CloseConnectionAsync();
        }
    }
}
