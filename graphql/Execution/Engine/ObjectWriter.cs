namespace FinFlow.GraphQL.Execution;

/// <summary>Writes the selected fields of an object.</summary>
internal static class ObjectWriter
{
    /// <returns>False when a field that may not be null is null: what has been written must be cut away.</returns>
    public static bool Write(OperationExecution execution, object value, SelectionSet set)
    {
        if (set.Deferred is not { } plan)
        {
            return WriteFields(execution, value, set);
        }

        var outer = execution.Defers;
        execution.Defer(value, plan);
        var isWritten = WriteFields(execution, value, set);
        execution.Defers = outer;
        return isWritten;
    }

    private static bool WriteFields(OperationExecution execution, object value, SelectionSet set)
    {
        var output = execution.Output;
        output.WriteByte((byte)'{');
        var isFirst = true;
        var selections = set.InOrder(execution.Flags);
        for (var i = 0; i < selections.Count; i++)
        {
            var selection = selections[i];
            if (!selection.IsIncluded(execution.Flags))
            {
                continue;
            }

            if (!isFirst)
            {
                output.WriteByte((byte)',');
            }

            isFirst = false;
            output.WriteRaw(selection.NameBytes);
            if (!selection.Executor.Execute(execution, value, selection))
            {
                return false;
            }
        }

        output.WriteByte((byte)'}');
        return true;
    }
}

/// <summary>
/// The root fields of a mutation: each starts when the one before it is complete. They are written as holes first, and filled in turn.
/// https://spec.graphql.org/draft/#sec-Mutation.Serial-Execution
/// </summary>
internal static class SerialRoot
{
    public static bool Write(OperationExecution execution, object rootValue)
    {
        var output = execution.Output;
        output.WriteByte((byte)'{');
        var isFirst = true;
        foreach (var selection in execution.Operation.Root.InOrder(execution.Flags))
        {
            if (!selection.IsIncluded(execution.Flags))
            {
                continue;
            }

            if (!isFirst)
            {
                output.WriteByte((byte)',');
            }

            isFirst = false;
            output.WriteRaw(selection.NameBytes);
            execution.Enter(selection);
            var field = new SerialField(execution, rootValue);
            execution.Suspend(field);
            execution.Serial.Enqueue(field);
            execution.Leave(isWritten: true);
        }

        output.WriteByte((byte)'}');
        return true;
    }

    private sealed class SerialField(OperationExecution execution, object rootValue) : PendingValue(execution)
    {
        public override bool Reenters => true;

        public override bool Complete(OperationExecution execution) => Selection.Executor.Execute(execution, rootValue, Selection);

        public override void Drop()
        {
        }
    }
}
