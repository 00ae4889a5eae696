using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace FinFlow.Hosting;

/// <summary>A transaction has written nothing and has no turn when it starts, whatever became of the one before.</summary>
internal sealed class TransactionStarts : DbTransactionInterceptor
{
    internal static TransactionStarts Instance { get; } = new();

    public override DbTransaction TransactionStarted(DbConnection connection, TransactionEndEventData eventData, DbTransaction result)
    {
        (eventData.Context as FinFlowDbContext)?.BeginTransaction();
        return result;
    }

    public override ValueTask<DbTransaction> TransactionStartedAsync(
        DbConnection connection, TransactionEndEventData eventData, DbTransaction result, CancellationToken cancellationToken = default)
    {
        (eventData.Context as FinFlowDbContext)?.BeginTransaction();
        return new(result);
    }
}
