using System.Data.Common;

namespace FinFlow.Messaging;

/// <summary>Failures that are of the moment: the database is away, restarts, or chose this transaction to end a deadlock.</summary>
internal static class PassingFailures
{
    /// <summary>Whether the database's driver says, somewhere in the chain of causes, that the same may succeed later.</summary>
    internal static bool WillPass(this Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is DbException { IsTransient: true })
            {
                return true;
            }
        }

        return false;
    }
}
