using Microsoft.EntityFrameworkCore;

namespace FinFlow.Hosting;

/// <summary>Writers who decide on the same thing, one after another: where a row version would only tell the loser that they lost, or where there is no row yet.</summary>
public static class Turns
{
    extension(FinFlowDbContext db)
    {
        /// <summary>
        /// Waits until no other transaction holds the turn of this name, and holds it until the running one ends. What is decided on is read
        /// afterwards, so that it is what the writer before has left. Take several in an order that everybody keeps.
        /// </summary>
        /// <param name="name">What the turn is about within this database, such as an organisation's id.</param>
        /// <exception cref="InvalidOperationException">No transaction is open, so nothing would be held.</exception>
        public async Task TakeTurnAsync(string name, CancellationToken cancellationToken)
        {
            if (db.Database.CurrentTransaction is null)
            {
                throw new InvalidOperationException("A turn is held by a transaction, and none is open.");
            }

            // SQLite has one writer at a time anyway. PostgreSQL knows advisory locks by a number, for all schemas together.
            if (db.Database.IsNpgsql() && !db.Turns.Contains(name))
            {
                var turn = $"{db.GetType().Name} {name}";
                await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({turn}, 0))", cancellationToken);
                db.Turns.Add(name);
            }
        }
    }
}
