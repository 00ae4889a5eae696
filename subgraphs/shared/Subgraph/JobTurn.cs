using FinFlow.Hosting;
using Microsoft.EntityFrameworkCore;

namespace FinFlow.Subgraph;

/// <summary>The right to run a job, among the instances that share a database. PostgreSQL takes it back from whoever dies.</summary>
internal sealed class JobTurn : IAsyncDisposable
{
    private readonly FinFlowDbContext? _db;

    private JobTurn(FinFlowDbContext? db) => _db = db;

    /// <summary>Null when another instance runs the job now.</summary>
    internal static async Task<JobTurn?> TryTakeAsync(Func<FinFlowDbContext> open, string job, CancellationToken cancellationToken)
    {
        var db = open();
        if (!db.Database.IsNpgsql())
        {
            await db.DisposeAsync();
            return new JobTurn(null);
        }

        try
        {
            await db.Database.OpenConnectionAsync(cancellationToken);
            var name = $"finflow job {db.GetType().Name} {job}";
            var isTaken = await db.Database.SqlQuery<bool>($"""SELECT pg_try_advisory_lock(hashtextextended({name}, 0)) AS "Value" """).SingleAsync(cancellationToken);
            if (isTaken)
            {
                return new JobTurn(db);
            }
        }
        catch
        {
            await db.DisposeAsync();
            throw;
        }

        await db.DisposeAsync();
        return null;
    }

    /// <summary>The lock belongs to the connection, which goes back to its pool.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_db is not null)
        {
            await _db.Database.ExecuteSqlRawAsync("SELECT pg_advisory_unlock_all()");
            await _db.DisposeAsync();
        }
    }
}
