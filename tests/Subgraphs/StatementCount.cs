using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace FinFlow.Subgraphs.Tests;

/// <summary>
/// Counts the SQL statements that a piece of work causes, for each database context. Statements of jobs that run beside it are not
/// counted: the counter travels with the work's own execution context.
/// </summary>
internal sealed class StatementCount : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    private static readonly AsyncLocal<ConcurrentDictionary<string, int>?> Current = new();

    private static readonly IDisposable Subscription = DiagnosticListener.AllListeners.Subscribe(new StatementCount());

    private StatementCount()
    {
    }

    /// <summary>Call it before the databases are first used: a context looks only once a second whether somebody listens.</summary>
    internal static void Listen() => GC.KeepAlive(Subscription);

    /// <summary>Statements by the name of the context, such as <c>PaymentsDbContext</c>.</summary>
    internal static async Task<IReadOnlyDictionary<string, int>> OfAsync(Func<Task> work)
    {
        var counts = Current.Value = [];
        try
        {
            await work();
            return counts;
        }
        finally
        {
            Current.Value = null;
        }
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
        if (Current.Value is { } counts && value is { Value: CommandEventData { Context: { } context } } && value.Key == RelationalEventId.CommandExecuting.Name)
        {
            counts.AddOrUpdate(context.GetType().Name, 1, (_, count) => count + 1);
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }
}
