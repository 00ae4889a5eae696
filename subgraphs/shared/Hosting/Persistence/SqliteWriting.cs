using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace FinFlow.Hosting;

/// <summary>Writers of one SQLite file take turns: it has one writer at a time, and its transactions begin IMMEDIATE by the driver's default.</summary>
/// <remarks>
/// Without turns a second writer sleeps inside SQLite, by steps of up to 100 ms, and can be overtaken at each. Writers of other
/// processes are still waited for there. A turn ends with its transaction, or at the latest when its connection closes.
/// </remarks>
internal sealed class SqliteWriting : DbConnectionInterceptor, IDbTransactionInterceptor, IDisposable
{
    private const int BusyTimeoutMs = 10_000;

    private readonly SemaphoreSlim turn = new(1);
    private readonly ConcurrentDictionary<DbConnection, byte> holders = new();
    private readonly ConditionalWeakTable<sqlite3, object> prepared = [];

    // Once for each handle that the pool has: a context opens its connection for every query.
    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        var handle = ((SqliteConnection)connection).Handle!;
        if (prepared.TryAdd(handle, turn))
        {
            raw.sqlite3_busy_timeout(handle, BusyTimeoutMs);

            // What a row held is overwritten when the row goes: an erased person must not be left in free pages.
            raw.sqlite3_exec(handle, "PRAGMA secure_delete = ON");
        }
    }

    public override Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }

    public override void ConnectionClosed(DbConnection connection, ConnectionEndEventData eventData) => EndTurn(connection);

    public override Task ConnectionClosedAsync(DbConnection connection, ConnectionEndEventData eventData)
    {
        EndTurn(connection);
        return Task.CompletedTask;
    }

    public InterceptionResult<DbTransaction> TransactionStarting(
        DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result)
    {
        if (turn.Wait(BusyTimeoutMs))
        {
            holders.TryAdd(connection, 0);
        }

        return result;
    }

    public async ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
        DbConnection connection,
        TransactionStartingEventData eventData,
        InterceptionResult<DbTransaction> result,
        CancellationToken cancellationToken = default)
    {
        // Whoever waited in vain goes on to SQLite, which has the last word on who may write.
        if (await turn.WaitAsync(BusyTimeoutMs, cancellationToken))
        {
            holders.TryAdd(connection, 0);
        }

        return result;
    }

    public void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) => EndTurn(eventData);

    public Task TransactionCommittedAsync(
        DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        EndTurn(eventData);
        return Task.CompletedTask;
    }

    public void TransactionRolledBack(DbTransaction transaction, TransactionEndEventData eventData) => EndTurn(eventData);

    public Task TransactionRolledBackAsync(
        DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        EndTurn(eventData);
        return Task.CompletedTask;
    }

    public void Dispose() => turn.Dispose();

    private void EndTurn(TransactionEndEventData ended)
    {
        // The transaction has let go of its connection by now; the context still knows it.
        if (ended.Context?.Database is { } database)
        {
            EndTurn(Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.GetDbConnection(database));
        }
    }

    private void EndTurn(DbConnection connection)
    {
        if (holders.TryRemove(connection, out _))
        {
            turn.Release();
        }
    }
}
