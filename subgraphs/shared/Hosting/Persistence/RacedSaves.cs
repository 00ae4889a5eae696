using Microsoft.EntityFrameworkCore;

namespace FinFlow.Hosting;

/// <summary>Saves that somebody else may have made first: how processes share out jobs that each must be done once.</summary>
public static class RacedSaves
{
    extension(FinFlowDbContext db)
    {
        /// <summary>Saves a change of rows that have a version, and forgets them.</summary>
        /// <returns>False when another process was faster: then nothing is saved.</returns>
        public async Task<bool> TrySaveAsync(Action change, CancellationToken cancellationToken)
        {
            try
            {
                change();
                await db.SaveChangesAsync(cancellationToken);
                return true;
            }
            catch (DbUpdateConcurrencyException)
            {
                return false;
            }
            finally
            {
                db.ChangeTracker.Clear();
            }
        }
    }
}
