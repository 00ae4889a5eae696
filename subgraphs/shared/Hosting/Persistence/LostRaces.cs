using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace FinFlow.Hosting;

/// <summary>How a database says that somebody else was faster, so that deciding again is right: nothing of this transaction has happened.</summary>
public static class LostRaces
{
    private const string SerializationFailure = "40001";
    private const string DeadlockDetected = "40P01";

    /// <summary>A row that has changed, a key that was taken, or two transactions that waited for each other.</summary>
    /// <remarks>A statement that is no save fails with the driver's own exception, which EF Core wraps when it may pass.</remarks>
    public static bool IsLostRace(this Exception exception)
        => exception is DbUpdateException
            || exception is DbException { SqlState: SerializationFailure or DeadlockDetected }
            || (exception is InvalidOperationException { InnerException: { } inner } && inner.IsLostRace());
}
