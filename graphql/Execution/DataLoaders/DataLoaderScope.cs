using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.GraphQL.Execution;

/// <summary>The loaders of one request or batch of requests.</summary>
public sealed class DataLoaderScope(IServiceProvider services, IBatchScheduler scheduler)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Type, IDataLoader> _loaders = [];

    public IDataLoader Get(Type loaderType)
    {
        lock (_lock)
        {
            if (!_loaders.TryGetValue(loaderType, out var loader))
            {
                var registration = services.GetKeyedService<DataLoaderRegistration>(loaderType)
                    ?? throw new InvalidOperationException($"The loader {loaderType.Name} is not registered.");
                _loaders.Add(loaderType, loader = registration.Create(services, scheduler));
            }

            return loader;
        }
    }
}

/// <summary>How a loader is made. Fetches open scopes of their own, so the services are the root's.</summary>
public sealed record DataLoaderRegistration(Func<IServiceProvider, IBatchScheduler, IDataLoader> Create);

/// <summary>Ties a DI scope to the loaders of the request that opened it.</summary>
internal sealed class DataLoaderScopeAccessor(IServiceProvider services)
{
    private DataLoaderScope? _scope;

    public DataLoaderScope Scope
    {
        get => _scope ??= new DataLoaderScope(services, new YieldingBatchScheduler());
        set => _scope = value;
    }
}

/// <summary>For loaders used outside of a GraphQL request: fetches what has come together when the current turn of the caller ends.</summary>
internal sealed class YieldingBatchScheduler : IBatchScheduler
{
    public CancellationToken RequestAborted => CancellationToken.None;

    public void Schedule(IPendingBatch batch) => _ = FetchAsync(batch);

    private static async Task FetchAsync(IPendingBatch batch)
    {
        await Task.Yield();
        await batch.FetchAsync(CancellationToken.None);
        batch.Publish();
    }
}

public static class DataLoaderServiceCollectionExtensions
{
    /// <summary>Registers a loader by its interface. Called by the generated module.</summary>
    public static IServiceCollection AddDataLoader<TLoader>(
        this IServiceCollection services, Func<IServiceProvider, IBatchScheduler, TLoader> create) where TLoader : class, IDataLoader
    {
        services.AddKeyedSingleton<DataLoaderRegistration>(typeof(TLoader), new DataLoaderRegistration((provider, scheduler) => create(provider, scheduler)));
        return services.AddScoped(provider => (TLoader)provider.GetRequiredService<DataLoaderScopeAccessor>().Scope.Get(typeof(TLoader)));
    }

    /// <summary>Registers a hand-written loader; its constructor takes an <see cref="IBatchScheduler"/> and services that are singletons.</summary>
    public static IServiceCollection AddDataLoader<TLoader, TImplementation>(this IServiceCollection services)
        where TLoader : class, IDataLoader where TImplementation : class, TLoader
        => services.AddDataLoader<TLoader>((provider, scheduler) => ActivatorUtilities.CreateInstance<TImplementation>(provider, scheduler));
}
