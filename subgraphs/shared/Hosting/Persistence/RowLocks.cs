using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace FinFlow.Hosting;

/// <summary>
/// Rows that whoever reads them is about to change, in a query that bears <see cref="ForChange"/> as a tag. PostgreSQL waits for the writer before, reads
/// what that one has left, and keeps every other away from the row until the transaction ends: also those who only compare its version when they save.
/// </summary>
/// <remarks>Rows that refer to it may be written meanwhile, so it is no plain <c>FOR UPDATE</c>. On SQLite the tag is a comment: there is one writer anyway.</remarks>
public sealed class RowLocks : DbCommandInterceptor
{
    /// <summary>For <c>TagWith</c>; the transaction must be open.</summary>
    public const string ForChange = "FOR NO KEY UPDATE";

    private const string Tag = $"-- {ForChange}";

    internal static RowLocks Instance { get; } = new();

    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        Lock(command);
        return result;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Lock(command);
        return ValueTask.FromResult(result);
    }

    private static void Lock(DbCommand command)
    {
        if (command.CommandText.StartsWith(Tag, StringComparison.Ordinal))
        {
            command.CommandText += $"\n{ForChange}";
        }
    }
}
