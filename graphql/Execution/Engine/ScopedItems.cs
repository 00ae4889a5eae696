namespace FinFlow.GraphQL.Execution;

/// <summary>Something that keeps its resolver's services, and must be disposed when nobody asks for it after all.</summary>
internal interface IScoped : IAsyncDisposable;

/// <summary>Items that come over time from services of a scope, which ends with the last item or when nobody wants more of them.</summary>
internal sealed class ScopedItems<T>(IAsyncEnumerable<T> items, IAsyncDisposable scope) : IAsyncEnumerable<T>, IScoped
{
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
        => new Enumerator(items.GetAsyncEnumerator(cancellationToken), scope);

    public ValueTask DisposeAsync() => scope.DisposeAsync();

    // An iterator method would not do: one that is disposed before its first step never gets to its `finally`.
    private sealed class Enumerator(IAsyncEnumerator<T> items, IAsyncDisposable scope) : IAsyncEnumerator<T>
    {
        public T Current => items.Current;

        public ValueTask<bool> MoveNextAsync() => items.MoveNextAsync();

        public async ValueTask DisposeAsync()
        {
            try
            {
                await items.DisposeAsync();
            }
            finally
            {
                await scope.DisposeAsync();
            }
        }
    }
}
