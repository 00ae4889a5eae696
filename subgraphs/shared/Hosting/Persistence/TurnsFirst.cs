using System.Data.Common;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace FinFlow.Hosting;

/// <summary>Asks for <see cref="Turns"/> together with the command that comes next: a question of its own would be a way to the server and back.</summary>
/// <remarks>PostgreSQL knows them as advisory locks, by a number, for all schemas together. The command begins when the locks are there, and so sees what the holder before has left.</remarks>
internal sealed class TurnsFirst : DbCommandInterceptor
{
    internal static TurnsFirst Instance { get; } = new();

    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        Ask(command, eventData, isReading: true);
        return result;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Ask(command, eventData, isReading: true);
        return ValueTask.FromResult(result);
    }

    public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
    {
        Ask(command, eventData, isReading: false);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Ask(command, eventData, isReading: false);
        return ValueTask.FromResult(result);
    }

    public override DbDataReader ReaderExecuted(DbCommand command, CommandExecutedEventData eventData, DbDataReader result)
    {
        for (var answers = AnswersOf(eventData); answers > 0; answers--)
        {
            result.NextResult();
        }

        return result;
    }

    public override async ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
    {
        try
        {
            for (var answers = AnswersOf(eventData); answers > 0; answers--)
            {
                await result.NextResultAsync(cancellationToken);
            }
        }
        catch
        {
            await result.DisposeAsync();
            throw;
        }

        return result;
    }

    // What is not read leaves nothing to pass over, neither for itself nor for the next who reads.
    private static void Ask(DbCommand command, CommandEventData eventData, bool isReading)
    {
        if (eventData.Context is not FinFlowDbContext { TurnsToTake: { Count: > 0 } turns } db)
        {
            return;
        }

        // Whoever has left the transaction in which they were wanted does not need them any more.
        if (command.Transaction is not null)
        {
            // A save counts the answers to its own statements, so it is not told of others.
            var asking = eventData.CommandSource == CommandSource.SaveChanges ? command.Connection!.CreateCommand() : command;
            Prepend(asking, turns);
            if (asking == command)
            {
                db.TurnAnswers = isReading ? turns.Count : 0;
            }
            else
            {
                using (asking)
                {
                    asking.Transaction = command.Transaction;
                    asking.ExecuteNonQuery();
                }
            }
        }

        turns.Clear();
    }

    // Those that are wanted together are taken in one order, so that no two wait for each other.
    private static void Prepend(DbCommand command, List<string> turns)
    {
        turns.Sort(StringComparer.Ordinal);
        var statements = new StringBuilder();
        for (var i = 0; i < turns.Count; i++)
        {
            var turn = command.CreateParameter();
            turn.ParameterName = string.Create(CultureInfo.InvariantCulture, $"turn{i}");
            turn.Value = turns[i];
            command.Parameters.Add(turn);
            statements.Append(CultureInfo.InvariantCulture, $"SELECT pg_advisory_xact_lock(hashtextextended(@turn{i}, 0));\n");
        }

        command.CommandText = statements.Append(command.CommandText).ToString();
    }

    private static int AnswersOf(CommandExecutedEventData eventData)
    {
        if (eventData.Context is not FinFlowDbContext { TurnAnswers: > 0 and var answers } db)
        {
            return 0;
        }

        db.TurnAnswers = 0;
        return answers;
    }
}
