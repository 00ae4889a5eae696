using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace FinFlow.Messaging;

/// <summary>Failures that are of the moment: the database is away, restarts, chose this transaction to end a deadlock, or its disk is full.</summary>
public static class PassingFailures
{
    // https://sqlite.org/rescode.html
    private const int InputOutputError = 10;
    private const int DiskIsFull = 13;

    /// <summary>Whether the database's driver says, somewhere in the chain of causes, that the same may succeed later.</summary>
    public static bool WillPass(this Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is DbException { IsTransient: true } or SqliteException { SqliteErrorCode: InputOutputError or DiskIsFull })
            {
                return true;
            }
        }

        return false;
    }
}
