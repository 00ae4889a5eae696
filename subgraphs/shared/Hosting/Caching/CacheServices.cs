using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FinFlow.Hosting;

public static class CacheServices
{
    /// <summary>
    /// A <see cref="ReadCache"/> in two levels: memory, and behind it Redis, or a temporary file where there is none; with a store
    /// inside the process for when that cannot be used.
    /// </summary>
    public static IServiceCollection AddFinFlowCache(this IServiceCollection services, string name)
        => services
            .AddKeyedSingleton<FallbackCache>(name, (provider, _) => new FallbackCache(
                provider.GetService<RedisConnection>() is { } redis
                    ? new RedisCache(redis, name)
                    : new SqliteCache(TimeProvider.System),
                new MemoryDistributedCache(Options.Create(new MemoryDistributedCacheOptions { SizeLimit = FallbackBytesMax })),
                TimeProvider.System,
                provider.GetRequiredService<ILogger<FallbackCache>>()))
            .AddKeyedSingleton<ICacheGenerations>(name, (provider, _) => provider.GetService<RedisConnection>() is { } redis
                ? new SharedGenerations(redis, name, TimeProvider.System, provider.GetRequiredService<ILogger<SharedGenerations>>())
                : new CacheGenerations())
            .AddSingleton(provider => new ReadCache(
                name,
                provider.GetRequiredKeyedService<FallbackCache>(name),
                provider.GetRequiredKeyedService<ICacheGenerations>(name),
                provider.GetRequiredService<ILoggerFactory>()))
            .AddSingleton(provider => new DebugPart("cache", _ => Task.FromResult<object>(provider.GetRequiredService<ReadCache>().Counters)));

    /// <summary>A stopgap, not a second memory.</summary>
    private const long FallbackBytesMax = 32 * 1024 * 1024;
}
