namespace FinFlow.GraphQL.Execution;

/// <summary>Resolves one field of the schema and writes its value.</summary>
internal abstract class FieldExecutor
{
    /// <summary>Turns coerced arguments into what the resolver's parameters take.</summary>
    public ArgumentBinder? BindArguments { get; set; }

    /// <summary>Writes the field's value, or leaves a hole for it.</summary>
    /// <returns>False when there is no value and null is not allowed: the parent must become null.</returns>
    public abstract bool Execute(OperationExecution execution, object parent, Selection selection);
}

/// <summary>A value that depends on the parent alone.</summary>
internal sealed class PureField<T>(Func<object, T> resolve, Completer<T> completer) : FieldExecutor
{
    public override bool Execute(OperationExecution execution, object parent, Selection selection)
    {
        execution.Enter(selection);
        bool isWritten;
        try
        {
            isWritten = completer.Complete(execution, resolve(parent), selection);
        }
#pragma warning disable CA1031 // Whatever a resolver throws is its field's error.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            isWritten = execution.Fail(exception);
        }

        return execution.Leave(isWritten);
    }
}

/// <summary>A resolver with a context. Subclasses differ in how they get at the value.</summary>
internal abstract class ContextField<T>(Completer<T> completer, bool keepsContext) : FieldExecutor
{
    protected Completer<T> Completer { get; } = completer;

    public sealed override bool Execute(OperationExecution execution, object parent, Selection selection)
    {
        execution.Enter(selection);
        bool isWritten;
        try
        {
            isWritten = Resolve(execution, execution.Rent(selection, parent), selection);
        }
#pragma warning disable CA1031 // Whatever a resolver throws is its field's error.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            isWritten = execution.Fail(exception);
        }

        return execution.Leave(isWritten);
    }

    protected abstract bool Resolve(OperationExecution execution, ResolverContext context, Selection selection);

    protected bool Complete(OperationExecution execution, ResolverContext context, T value, Selection selection)
    {
        var outer = execution.ScopedState;
        execution.ScopedState = context.ScopedState;
        if (!keepsContext)
        {
            execution.Return(context);
        }

        var isWritten = Completer.Complete(execution, value, selection);
        execution.ScopedState = outer;
        return isWritten;
    }

    protected bool Wait(OperationExecution execution, ResolverContext context, Task<T> task)
    {
        var hole = new PendingTask<T>(execution, task, context, Completer);
        execution.Suspend(hole);
        hole.Await();
        return true;
    }
}

internal sealed class SynchronousField<T>(Func<ResolverContext, T> resolve, Completer<T> completer, bool keepsContext)
    : ContextField<T>(completer, keepsContext)
{
    protected override bool Resolve(OperationExecution execution, ResolverContext context, Selection selection)
        => Complete(execution, context, resolve(context), selection);
}

internal sealed class TaskField<T>(Func<ResolverContext, Task<T>> resolve, Completer<T> completer, bool keepsContext)
    : ContextField<T>(completer, keepsContext)
{
    protected override bool Resolve(OperationExecution execution, ResolverContext context, Selection selection)
    {
        var task = resolve(context);
        return task.IsCompleted
            ? Complete(execution, context, task.GetAwaiter().GetResult(), selection)
            : Wait(execution, context, task);
    }
}

internal sealed class ValueTaskField<T>(Func<ResolverContext, ValueTask<T>> resolve, Completer<T> completer, bool keepsContext)
    : ContextField<T>(completer, keepsContext)
{
    protected override bool Resolve(OperationExecution execution, ResolverContext context, Selection selection)
    {
        var task = resolve(context);
        return task.IsCompleted
            ? Complete(execution, context, task.GetAwaiter().GetResult(), selection)
            : Wait(execution, context, task.AsTask());
    }
}

/// <summary>`__typename`. https://spec.graphql.org/draft/#sec-Type-Name-Introspection</summary>
internal sealed class TypeNameField : FieldExecutor
{
    public static TypeNameField Instance { get; } = new();

    public override bool Execute(OperationExecution execution, object parent, Selection selection)
    {
        execution.Output.WriteString(selection.ParentType.Name);
        return true;
    }
}
