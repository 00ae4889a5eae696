using FinFlow.Messaging;
using Microsoft.EntityFrameworkCore;

namespace FinFlow.Hosting;

/// <summary>Rows that only count: what a transaction adds to them is added by the database, so that none of them is read, nor locked before it is written.</summary>
public static class Tallies
{
    extension(FinFlowDbContext db)
    {
        /// <summary>
        /// What the running transaction adds to the row of this key. Its numbers begin at zero, and <c>SaveChangesAsync</c> adds them to those that the
        /// database has; a time is kept where it is later.
        /// </summary>
        /// <param name="key">The row's key as a tuple: whoever gives the same counts on the same row.</param>
        /// <param name="begin">A row of zeros.</param>
        public T Tally<T>(object key, Func<T> begin)
            where T : class
        {
            if (db.Tallied.TryGetValue((typeof(T), key), out var row))
            {
                return (T)row;
            }

            var begun = begin();
            db.Tallied.Add((typeof(T), key), begun);
            return begun;
        }

        /// <exception cref="InvalidOperationException">No transaction is open, so that of several rows some could be written.</exception>
        internal async Task AddTalliesAsync(CancellationToken cancellationToken)
        {
            if (db.Tallied.Count == 0)
            {
                return;
            }

            if (db.Database.CurrentTransaction is null)
            {
                throw new InvalidOperationException("Rows are counted inside a transaction.");
            }

            await db.AskForTurnsAsync(cancellationToken);

            // Everybody writes tables and rows in one order, so that no two wait for each other.
            foreach (var rows in db.Tallied.GroupBy(tallied => tallied.Key.Row, tallied => tallied.Value).OrderBy(rows => rows.Key.Name, StringComparer.Ordinal).ToList())
            {
                var plan = InsertPlan.Of(db, rows.Key);
                var counted = await db.WithoutRestrictedAsync([.. rows], cancellationToken);
                if (counted.Count > 0)
                {
                    await db.RunForAllAsync(plan, plan.Adding, [.. counted.OrderBy(plan.KeyOf, StringComparer.Ordinal)], cancellationToken);
                }
            }

            db.Tallied.Clear();
        }

        private async Task<IReadOnlyList<object>> WithoutRestrictedAsync(IReadOnlyList<object> rows, CancellationToken cancellationToken)
        {
            if (rows is not [ICountsAPerson, ..])
            {
                return rows;
            }

            var persons = rows.Cast<ICountsAPerson>().Select(row => row.UserId).Distinct().ToArray();
            var restricted = await db.WhoIsRestrictedAsync(persons, cancellationToken);
            return restricted.Count == 0 ? rows : [.. rows.Where(row => !restricted.Contains(((ICountsAPerson)row).UserId))];
        }
    }
}

/// <summary>A tally of what a person did: it is left out for whoever asked that their data not be processed.</summary>
public interface ICountsAPerson
{
    string UserId { get; }
}

/// <summary>A handler that only counts on <see cref="Tallies"/>.</summary>
public abstract class CountsEvents<TEvent> : IEventHandler<TEvent>
    where TEvent : IEvent
{
    public static bool FindsByKey => true;

    public Task HandleAsync(EventContext<TEvent> received, CancellationToken cancellationToken)
    {
        Count(received.Payload);
        return Task.CompletedTask;
    }

    protected abstract void Count(TEvent told);
}
