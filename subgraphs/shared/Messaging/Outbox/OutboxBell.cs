using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace FinFlow.Messaging;

/// <summary>Wakes the relay of a context the moment an event of it has committed, so that events wait for no timer.</summary>
public sealed class OutboxBell<TContext> : IDisposable
    where TContext : DbContext
{
    private readonly WakeUp wakeUp = new();

    public OutboxBell() => Interceptors = [new AfterSave(wakeUp), new AfterCommit(wakeUp)];

    /// <summary>For the context's options.</summary>
    public IReadOnlyList<IInterceptor> Interceptors { get; }

    internal Task<bool> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken) => wakeUp.WaitAsync(timeout, cancellationToken);

    public void Dispose() => wakeUp.Dispose();

    private sealed class AfterSave(WakeUp wakeUp) : SaveChangesInterceptor
    {
        public override int SavedChanges(SaveChangesCompletedEventData eventData, int result)
        {
            Ring(eventData.Context);
            return result;
        }

        public override ValueTask<int> SavedChangesAsync(
            SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
        {
            Ring(eventData.Context);
            return new(result);
        }

        private void Ring(DbContext? context)
        {
            if (context is TContext { Database.CurrentTransaction: null } && Published.Take(context))
            {
                wakeUp.Ring();
            }
        }
    }

    private sealed class AfterCommit(WakeUp wakeUp) : DbTransactionInterceptor
    {
        public override void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) => Ring(eventData.Context);

        public override Task TransactionCommittedAsync(
            DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            Ring(eventData.Context);
            return Task.CompletedTask;
        }

        private void Ring(DbContext? context)
        {
            if (context is TContext && Published.Take(context))
            {
                wakeUp.Ring();
            }
        }
    }
}
