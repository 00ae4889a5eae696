using FinFlow.Finance;
using Microsoft.EntityFrameworkCore;

namespace FinFlow.Hosting;

/// <summary>Load → decide → save as one transaction, begun before the read, so that what was decided on is what is changed.</summary>
public static class Decisions
{
    private const int AttemptsMax = 5;

    extension(FinFlowDbContext db)
    {
        /// <summary>
        /// A refusal rolls everything back. Whoever loses against another writer decides again on what that one left; after
        /// five lost races in a row the answer is <paramref name="busy"/>. Inside a consumer's transaction it only decides: that
        /// one commits, and repeats, by itself.
        /// </summary>
        /// <param name="decide">Reads without tracking, adds and updates, and does not save.</param>
        public async Task<Result<T>> DecideAsync<T>(
            Func<CancellationToken, Task<Result<T>>> decide, Func<Refusal> busy, CancellationToken cancellationToken)
            where T : notnull
        {
            if (db.Database.CurrentTransaction is not null)
            {
                return await decide(cancellationToken);
            }

            for (var attempt = 1; attempt <= AttemptsMax; attempt++)
            {
                try
                {
                    // What fails is rolled back as a whole.
                    db.Database.AutoSavepointsEnabled = false;
                    await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
                    var result = await decide(cancellationToken);
                    if (!result.IsRefused)
                    {
                        await db.SaveChangesAsync(cancellationToken);
                        await transaction.CommitAsync(cancellationToken);
                    }

                    return result;
                }
                catch (Exception exception) when (attempt < AttemptsMax && exception.IsLostRace())
                {
                    // Somebody else changed what was read, or took a unique key in the meantime: look again.
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

        /// <summary>As <see cref="DecideAsync{T}"/>, one after another with whoever else decides in the turn of this name.</summary>
        /// <param name="turn">Whose turn is taken before anything is read: see <see cref="Turns"/>.</param>
        public Task<Result<T>> DecideInTurnAsync<T>(
            string turn, Func<CancellationToken, Task<Result<T>>> decide, Func<Refusal> busy, CancellationToken cancellationToken)
            where T : notnull
            => db.DecideAsync(
                async token =>
                {
                    db.TakeTurn(turn);
                    return await decide(token);
                },
                busy,
                cancellationToken);
    }
}
