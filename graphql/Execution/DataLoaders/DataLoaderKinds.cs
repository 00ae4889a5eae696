namespace FinFlow.GraphQL.Execution;

/// <summary>One value for each key, fetched for all keys together.</summary>
public abstract class BatchDataLoader<TKey, TValue>(IBatchScheduler scheduler) : DataLoaderBase<TKey, TValue>(scheduler) where TKey : notnull
{
    protected abstract Task<IReadOnlyDictionary<TKey, TValue>> LoadBatchAsync(IReadOnlyList<TKey> keys, CancellationToken cancellationToken);

    protected sealed override Task<IReadOnlyDictionary<TKey, TValue>> FetchAsync(IReadOnlyList<TKey> keys, CancellationToken cancellationToken)
        => LoadBatchAsync(keys, cancellationToken);
}

/// <summary>Any number of values for each key, fetched for all keys together; a key without values has an empty array.</summary>
public abstract class GroupedDataLoader<TKey, TValue>(IBatchScheduler scheduler) : DataLoaderBase<TKey, TValue[]>(scheduler) where TKey : notnull
{
    protected override TValue[] Missing => [];

    protected abstract Task<ILookup<TKey, TValue>> LoadGroupedBatchAsync(IReadOnlyList<TKey> keys, CancellationToken cancellationToken);

    protected sealed override async Task<IReadOnlyDictionary<TKey, TValue[]>> FetchAsync(
        IReadOnlyList<TKey> keys, CancellationToken cancellationToken)
        => (await LoadGroupedBatchAsync(keys, cancellationToken)).ToDictionary(group => group.Key, group => group.ToArray());
}

/// <summary>One value for each key, fetched singly but only once in a request.</summary>
public abstract class CacheDataLoader<TKey, TValue>(IBatchScheduler scheduler) : DataLoaderBase<TKey, TValue>(scheduler) where TKey : notnull
{
    protected sealed override int BatchSizeMax => 1;

    protected abstract Task<TValue?> LoadSingleAsync(TKey key, CancellationToken cancellationToken);

    protected sealed override async Task<IReadOnlyDictionary<TKey, TValue>> FetchAsync(
        IReadOnlyList<TKey> keys, CancellationToken cancellationToken)
        => await LoadSingleAsync(keys[0], cancellationToken) is { } value ? new Dictionary<TKey, TValue> { [keys[0]] = value } : [];
}
