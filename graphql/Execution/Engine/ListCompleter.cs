using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Execution;

/// <summary>Writes lists, or their first items when the field is streamed.</summary>
/// <param name="item">Writes an item.</param>
/// <param name="itemsAreNullable">Whether null may stand in the place of an item.</param>
/// <param name="isOuter">Whether the list is the field's value: the lists inside of a list are not streamed.</param>
internal sealed class ListCompleter<TList, T>(Completer<T> item, bool itemsAreNullable, bool isOuter) : Completer<TList> where TList : IEnumerable<T>
{
    public override bool Complete(OperationExecution execution, TList value, Selection selection)
    {
        if (value is null)
        {
            return execution.WriteNull();
        }

        if (isOuter && selection.Stream is { } stream && execution.Later is not null)
        {
            return stream.InitialCount(execution.Variables) is >= 0 and var count
                ? WriteFirst(execution, value, count, selection)
                : execution.Fail(new GraphQLError("initialCount must be a positive integer"));
        }

        execution.Output.WriteByte((byte)'[');
        if (!(value is IReadOnlyList<T> list ? WriteList(execution, list, selection) : WriteSequence(execution, value, selection)))
        {
            return false;
        }

        execution.Output.WriteByte((byte)']');
        return true;
    }

    private bool WriteFirst(OperationExecution execution, TList value, int count, Selection selection)
    {
        var items = value.GetEnumerator();
        execution.Output.WriteByte((byte)'[');
        for (var i = 0; i < count; i++)
        {
            if (!items.MoveNext())
            {
                items.Dispose();
                execution.Output.WriteByte((byte)']');
                return true;
            }

            if (!WriteItem(execution, i, items.Current, selection))
            {
                items.Dispose();
                return false;
            }
        }

        execution.Output.WriteByte((byte)']');
        execution.Stream(selection, new PresentItems<T>(items), count, item, itemsAreNullable);
        return true;
    }

    private bool WriteList(OperationExecution execution, IReadOnlyList<T> list, Selection selection)
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (!WriteItem(execution, i, list[i], selection))
            {
                return false;
            }
        }

        return true;
    }

    private bool WriteSequence(OperationExecution execution, IEnumerable<T> sequence, Selection selection)
    {
        var index = 0;
        foreach (var value in sequence)
        {
            if (!WriteItem(execution, index++, value, selection))
            {
                return false;
            }
        }

        return true;
    }

    private bool WriteItem(OperationExecution execution, int index, T value, Selection selection)
    {
        if (index > 0)
        {
            execution.Output.WriteByte((byte)',');
        }

        execution.Enter(index, itemsAreNullable);
        return execution.Leave(item.Complete(execution, value, selection));
    }
}
