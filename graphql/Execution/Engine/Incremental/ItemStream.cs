namespace FinFlow.GraphQL.Execution;

/// <summary>The rest of a list whose first items have been sent.</summary>
internal abstract class ItemStream : LaterPart
{
    private readonly Lock _lock = new();
    private bool _isMoving;
    private bool _isClosed;

    public required Selection Items { get; init; }

    public required IReadOnlyDictionary<string, object?> ScopedState { get; init; }

    /// <summary>The index of the next item.</summary>
    public int Next { get; set; }

    /// <summary>Items under way, in the order of the list.</summary>
    public Queue<StreamedItem> UnderWay { get; } = [];

    /// <summary>Items that were started and have not reached the client.</summary>
    public int Unsent { get; set; }

    public bool IsWaiting { get; set; }

    public bool HasEnded { get; set; }

    public Exception? Failure { get; set; }

    /// <summary>Steps to the next item.</summary>
    public async ValueTask<bool> MoveNextAsync()
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                return false;
            }

            _isMoving = true;
        }

        try
        {
            return await MoveAsync();
        }
        finally
        {
            bool isClosed;
            lock (_lock)
            {
                _isMoving = false;
                isClosed = _isClosed;
            }

            if (isClosed)
            {
                await DisposeSourceAsync();
            }
        }
    }

    /// <summary>Takes the current item; what is given back writes it, at any later time.</summary>
    public abstract Func<OperationExecution, bool> Take();

    /// <summary>Lets the source go. One that is just being asked for its next item is let go when it has answered.</summary>
    public async Task CloseAsync()
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                return;
            }

            _isClosed = true;
            if (_isMoving)
            {
                return;
            }
        }

        await DisposeSourceAsync();
    }

    protected abstract ValueTask<bool> MoveAsync();

    protected abstract ValueTask DisposeSourceAsync();
}

/// <summary>An item of a stream that is being executed.</summary>
internal sealed class StreamedItem
{
    public required OperationExecution Execution { get; init; }

    public bool IsComplete { get; set; }
}

internal sealed class ItemStream<T>(IAsyncEnumerator<T> source, Completer<T> completer, bool itemsAreNullable) : ItemStream
{
    public override Func<OperationExecution, bool> Take()
    {
        var item = source.Current;
        var index = Next++;
        return execution =>
        {
            execution.EnterItem(Items, index, itemsAreNullable);
            return execution.Leave(completer.Complete(execution, item, Items));
        };
    }

    protected override ValueTask<bool> MoveAsync() => source.MoveNextAsync();

    protected override ValueTask DisposeSourceAsync() => source.DisposeAsync();
}

/// <summary>A list that is there, in the form of one that is not.</summary>
internal sealed class PresentItems<T>(IEnumerator<T> source) : IAsyncEnumerator<T>
{
    public T Current => source.Current;

    public ValueTask<bool> MoveNextAsync() => new(source.MoveNext());

    public ValueTask DisposeAsync()
    {
        source.Dispose();
        return ValueTask.CompletedTask;
    }
}
