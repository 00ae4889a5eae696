using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace FinFlow.Hosting;

/// <summary>
/// PostgreSQL keeps no U+0000 in a text and fails the statement that brings one, so that an id of a client's invention would look like our
/// own mistake. It is sent as U+FFFD, the character for what cannot be shown: such an id is then unknown, as on SQLite.
/// </summary>
internal sealed class PostgresText : DbCommandInterceptor
{
    private const char Nul = '\0';
    private const char Replacement = '\uFFFD';

    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        Replace(command);
        return result;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Replace(command);
        return ValueTask.FromResult(result);
    }

    public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
    {
        Replace(command);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Replace(command);
        return ValueTask.FromResult(result);
    }

    internal static string Storable(string text) => text.Replace(Nul, Replacement);

    private static void Replace(DbCommand command)
    {
        foreach (DbParameter parameter in command.Parameters)
        {
            if (parameter.Value is string text && text.Contains(Nul))
            {
                parameter.Value = Storable(text);
            }
            else if (parameter.Value is IReadOnlyCollection<string?> texts && texts.Any(one => one?.Contains(Nul) == true))
            {
                parameter.Value = texts.Select(one => one is null ? null : Storable(one)).ToArray();
            }
        }
    }
}
