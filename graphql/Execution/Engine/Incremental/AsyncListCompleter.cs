using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Execution;

/// <summary>Writes lists whose items come over time: all of them when the last one is there, or the first ones when the field is streamed.</summary>
internal sealed class AsyncListCompleter<TList, T>(Completer<T> item, bool itemsAreNullable, bool isOuter) : Completer<TList> where TList : IAsyncEnumerable<T>
{
    private readonly Written _written = new(item, itemsAreNullable);

    public override bool Complete(OperationExecution execution, TList value, Selection selection)
    {
        if (value is null)
        {
            return execution.WriteNull();
        }

        var isStreamed = isOuter && selection.Stream is not null && execution.Later is not null;
        var count = isStreamed ? selection.Stream!.InitialCount(execution.Variables) : int.MaxValue;
        if (count < 0)
        {
            _ = (value as IScoped)?.DisposeAsync().AsTask();
            return execution.Fail(new GraphQLError("initialCount must be a positive integer"));
        }

        var hole = new PendingTask<FirstItems>(execution, ReadAsync(value, count, execution.RequestAborted), null, _written);
        execution.Suspend(hole);
        hole.Await();
        return true;
    }

    private static async Task<FirstItems> ReadAsync(TList value, int count, CancellationToken cancellationToken)
    {
        var source = value.GetAsyncEnumerator(cancellationToken);
        var hasMore = true;
        try
        {
            var items = new List<T>();
            while (items.Count < count && (hasMore = await source.MoveNextAsync()))
            {
                items.Add(source.Current);
            }

            return new FirstItems(items, hasMore ? source : null);
        }
        catch
        {
            hasMore = false;
            throw;
        }
        finally
        {
            if (!hasMore)
            {
                await source.DisposeAsync();
            }
        }
    }

    /// <summary>The items to be written at once, and the source of the others.</summary>
    private sealed record FirstItems(List<T> Items, IAsyncEnumerator<T>? Rest);

    private sealed class Written(Completer<T> item, bool itemsAreNullable) : Completer<FirstItems>
    {
        private readonly ListCompleter<List<T>, T> _list = new(item, itemsAreNullable, isOuter: false);

        public override bool Complete(OperationExecution execution, FirstItems value, Selection selection)
        {
            if (!_list.Complete(execution, value.Items, selection))
            {
                _ = value.Rest?.DisposeAsync().AsTask();
                return false;
            }

            if (value.Rest is { } rest)
            {
                execution.Stream(selection, rest, value.Items.Count, item, itemsAreNullable);
            }

            return true;
        }
    }
}
