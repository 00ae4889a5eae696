namespace FinFlow.GraphQL.Execution;

/// <summary>Loads values by key, many keys in one go, each key once in a request.</summary>
public interface IDataLoader;

/// <inheritdoc cref="IDataLoader"/>
public interface IDataLoader<in TKey, TValue> : IDataLoader where TKey : notnull
{
    /// <summary>The key's value, or the default when there is none. Waits until everything that can ask has asked.</summary>
    Task<TValue?> LoadAsync(TKey key, CancellationToken cancellationToken);

    /// <summary>The values of the keys, in their order; the default where there is none.</summary>
    Task<IReadOnlyList<TValue?>> LoadManyAsync(IReadOnlyCollection<TKey> keys, CancellationToken cancellationToken);

    /// <summary>Makes a value known that was loaded otherwise.</summary>
    void Set(TKey key, TValue? value);

    /// <summary>The loader whose fetch sees <paramref name="state"/> too, such as a page's limits. Equal states share one loader and so one batch.</summary>
    IDataLoader<TKey, TValue> Branch(object state);
}

public static class DataLoaderExtensions
{
    /// <exception cref="KeyNotFoundException">There is no value for the key; the client sees an unexpected error.</exception>
    public static async Task<TValue> LoadRequiredAsync<TKey, TValue>(
        this IDataLoader<TKey, TValue> loader, TKey key, CancellationToken cancellationToken) where TKey : notnull
        => await loader.LoadAsync(key, cancellationToken) ?? throw new KeyNotFoundException($"There is no {typeof(TValue).Name} for the key {key}.");

    /// <summary>Loads pages; the fetch takes the <see cref="PagingArguments"/> as a parameter.</summary>
    public static IDataLoader<TKey, Page<TValue>> With<TKey, TValue>(
        this IDataLoader<TKey, Page<TValue>> loader, PagingArguments arguments) where TKey : notnull
        => loader.Branch(arguments);

    /// <summary>Loads filtered, ordered pages.</summary>
    public static IDataLoader<TKey, Page<TValue>> With<TKey, TValue>(
        this IDataLoader<TKey, Page<TValue>> loader, PagingArguments arguments, QueryContext<TValue> query) where TKey : notnull
        => loader.Branch(arguments).Branch(query);

    /// <summary>Loads filtered values.</summary>
    public static IDataLoader<TKey, TValue> With<TKey, TValue>(
        this IDataLoader<TKey, TValue> loader, QueryContext<TValue> query) where TKey : notnull
        => loader.Branch(query);
}
