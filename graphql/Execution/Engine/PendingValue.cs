using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Execution;

/// <summary>A hole that a task will fill.</summary>
internal abstract class PendingValue : Hole, IWorkItem
{
    private readonly OperationExecution _execution;

    protected PendingValue(OperationExecution execution)
    {
        var place = execution.Place();
        _execution = execution;
        Start = place.Start;
        Fragment = place.Fragment;
        Outer = place.Outer;
        IsNullable = place.IsNullable;
        Path = place.Path;
        Selection = place.Selection;
        ScopedState = execution.ScopedState;
        Defers = execution.Defers;
    }

    public Selection Selection { get; }

    /// <summary>Whether filling the hole executes the field anew, which then steps into the same place once more.</summary>
    public virtual bool Reenters => false;

    public IReadOnlyDictionary<string, object?> ScopedState { get; }

    public DeferScope? Defers { get; }

    public void Run() => _execution.Resume(this);

    public OperationExecution Execution => _execution;

    /// <summary>Writes the value; false when there is none.</summary>
    public abstract bool Complete(OperationExecution execution);

    /// <summary>Nobody wants the value any more, but its failure must not go unobserved.</summary>
    public abstract void Drop();

    protected void Ready() => _execution.Queue.Post(this);
}

internal sealed class PendingTask<T> : PendingValue
{
    private readonly Task<T> _task;
    private readonly ResolverContext? _context;
    private readonly Completer<T> _completer;

    public PendingTask(OperationExecution execution, Task<T> task, ResolverContext? context, Completer<T> completer) : base(execution)
    {
        _task = task;
        _context = context;
        _completer = completer;
        context?.Wait(Path);
    }

    /// <summary>To be called when the hole is in its fragment: the task may be ready at once.</summary>
    public void Await() => _task.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(Ready);

    public override bool Complete(OperationExecution execution)
    {
        try
        {
            if (_context is not null)
            {
                execution.ScopedState = _context.ScopedState;
            }

            return _completer.Complete(execution, _task.GetAwaiter().GetResult(), Selection);
        }
#pragma warning disable CA1031 // Whatever a resolver throws is its field's error.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return execution.Fail(exception);
        }
    }

    public override void Drop()
    {
        if (_task.IsCompletedSuccessfully && _task.GetAwaiter().GetResult() is IScoped unwanted)
        {
            _ = unwanted.DisposeAsync().AsTask();
        }

        _ = _task.Exception;
    }
}
