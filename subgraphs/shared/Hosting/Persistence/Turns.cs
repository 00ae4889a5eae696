using Microsoft.EntityFrameworkCore;

namespace FinFlow.Hosting;

/// <summary>Writers who decide on the same thing, one after another: where a row version would only tell the loser that they lost, or where there is no row yet.</summary>
public static class Turns
{
    extension(FinFlowDbContext db)
    {
        /// <summary>
        /// From the next command on, nobody else's transaction has the turn of this name until the running one ends: the command waits for it. What
        /// is decided on is read afterwards, so that it is what the writer before has left. Take several in an order that everybody keeps.
        /// </summary>
        /// <param name="name">What the turn is about within this database, such as an organisation's id.</param>
        /// <exception cref="InvalidOperationException">No transaction is open, so nothing would be held.</exception>
        public void TakeTurn(string name)
        {
            if (db.Database.CurrentTransaction is null)
            {
                throw new InvalidOperationException("A turn is held by a transaction, and none is open.");
            }

            // SQLite has one writer at a time anyway.
            if (db.Database.IsNpgsql() && db.Turns.Add(name))
            {
                db.TurnsToTake.Add(PostgresText.Storable($"{db.GetType().Name} {name}"));
            }
        }

        /// <summary>For what comes next without being a command of the context's.</summary>
        internal Task AskForTurnsAsync(CancellationToken cancellationToken)
            => db.TurnsToTake.Count > 0 ? db.Database.ExecuteSqlRawAsync("SELECT 1", cancellationToken) : Task.CompletedTask;
    }
}
