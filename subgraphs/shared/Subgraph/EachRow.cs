using System.Linq.Expressions;
using FinFlow.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FinFlow.Subgraph;

/// <summary>How a job goes through rows: one that cannot be read, or on which its work fails, is logged and left, and does not hold up the others.</summary>
/// <remarks>A failure that is the database's and of the moment is everybody's: it ends the run, and the next one tries again.</remarks>
public static class EachRow
{
    /// <summary>The rows of a query. Where one holds what this version, or this machine's keys, cannot read, they are read one by one, without it.</summary>
    /// <param name="idOf">Of what is unique among them.</param>
    public static async Task<List<T>> ReadableAsync<T>(
        this IQueryable<T> rows, Expression<Func<T, string>> idOf, ILogger logger, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await rows.ToListAsync(cancellationToken);
        }
        catch (Exception failure) when (failure.IsOfOneRow(cancellationToken))
        {
            var readable = new List<T>();
            var ids = await rows.Select(idOf).ToListAsync(cancellationToken);
            await ids.EachAsync(
                id => id,
                async id => readable.AddRange(await rows.Where(HasId(idOf, id)).ToListAsync(cancellationToken)),
                logger,
                cancellationToken);
            return readable;
        }
    }

    /// <summary>Works on one row after another.</summary>
    /// <param name="idOf">What the log calls a row.</param>
    /// <returns>How many were left because the work on them failed.</returns>
    public static async Task<int> EachAsync<T>(
        this IEnumerable<T> rows, Func<T, string> idOf, Func<T, Task> work, ILogger logger, CancellationToken cancellationToken)
    {
        var left = 0;
        foreach (var row in rows)
        {
            try
            {
                await work(row);
            }
            catch (Exception failure) when (failure.IsOfOneRow(cancellationToken))
            {
                left++;
                logger.LogError(failure, "{Row} is left, and the others go on", idOf(row));
            }
        }

        return left;
    }

    private static bool IsOfOneRow(this Exception failure, CancellationToken cancellationToken) => !failure.WillPass() && !cancellationToken.IsCancellationRequested;

    private static Expression<Func<T, bool>> HasId<T>(Expression<Func<T, string>> idOf, string id)
        => Expression.Lambda<Func<T, bool>>(Expression.Equal(idOf.Body, Expression.Constant(id)), idOf.Parameters);
}
