using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace FinFlow.Subgraphs.Tests;

/// <summary>
/// How PostgreSQL carried out the statements that a piece of work sent it, reads and writes, of the mapper and without it: the server itself tells, by
/// its module auto_explain, of each statement that it ran.
/// </summary>
internal sealed class QueryPlans : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    private static readonly AsyncLocal<ConcurrentQueue<QueryPlan>?> Current = new();

    /// <summary>Of a database: what anybody sends it.</summary>
    private static readonly ConcurrentDictionary<string, ConcurrentQueue<QueryPlan>> Watched = new();

    private static readonly ConditionalWeakTable<NpgsqlConnection, object> Connections = [];

    private static readonly IDisposable Subscription = DiagnosticListener.AllListeners.Subscribe(new QueryPlans());

    private QueryPlans()
    {
    }

    /// <summary>Call it before the database is first used: what concerns its sessions is read when they begin.</summary>
    internal static void Listen(PostgresDatabase database)
    {
        GC.KeepAlive(Subscription);
        using var connection = new NpgsqlConnection(database.ConnectionString);
        connection.Open();
        foreach (var setting in new[] { "session_preload_libraries = auto_explain", "auto_explain.log_min_duration = 0", "auto_explain.log_level = notice" })
        {
            using var command = new NpgsqlCommand($"ALTER DATABASE \"{database.Name}\" SET {setting}", connection);
            command.ExecuteNonQuery();
        }
    }

    internal static async Task<IReadOnlyCollection<QueryPlan>> OfAsync(Func<Task> work)
    {
        var plans = Current.Value = [];
        try
        {
            await work();
        }
        finally
        {
            Current.Value = null;
        }

        return plans;
    }

    /// <summary>The same over all that anybody sends to the database until the work is done.</summary>
    internal static async Task<IReadOnlyCollection<QueryPlan>> OfDatabaseAsync(PostgresDatabase database, Func<Task> work)
    {
        var plans = Watched[database.Name] = [];
        try
        {
            await work();
        }
        finally
        {
            Watched.TryRemove(database.Name, out _);
        }

        return plans;
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == DbLoggerCategory.Name)
        {
            value.Subscribe(this);
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Key == RelationalEventId.ConnectionOpened.Name && value.Value is ConnectionEventData { Connection: NpgsqlConnection connection }
            && Connections.TryAdd(connection, connection))
        {
            // A notice arrives while the answer is read, and so within the work that asked.
            var database = connection.Database;
            connection.Notice += (_, told) =>
            {
                if ((Current.Value ?? Watched.GetValueOrDefault(database)) is { } plans && QueryPlan.Parse(told.Notice.MessageText) is { } plan)
                {
                    plans.Enqueue(plan);
                }
            };
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }
}
