using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Logging;
using ZiggyCreatures.Caching.Fusion;
using ZiggyCreatures.Caching.Fusion.Serialization.SystemTextJson;

namespace FinFlow.Hosting;

/// <summary>
/// Answers that are asked for again: in the process's memory first, then in a second level, then loaded, once for all who wait.
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item>An answer belongs to one organisation and is never given to another one.</item>
/// <item>A write that names a scope makes every answer of that scope unreachable before the write itself is answered.</item>
/// <item>When loading fails or is slow, what has merely grown old is served; what a write has invalidated never is.</item>
/// </list>
/// What is loaded is kept as it is and shared by readers, so it has to be immutable.
/// </remarks>
public sealed class ReadCache : IDisposable
{
    private readonly ICacheGenerations generations;
    private readonly MemoryCache memory;
    private readonly FusionCache cache;
    private readonly ReadCacheOptions options;

    /// <summary>What became of what it was asked.</summary>
    public CacheCounters Counters { get; }

    /// <summary>How the second level writes records, and reads them back.</summary>
    public static System.Text.Json.JsonSerializerOptions StoredForm => CachedJson.Options;

    /// <param name="secondLevel">Kept by the caller, who also disposes of it.</param>
    public ReadCache(string name, IDistributedCache secondLevel, ILoggerFactory loggers, ReadCacheOptions? options = null)
        : this(name, secondLevel, new CacheGenerations(), loggers, options)
    {
    }

    internal ReadCache(string name, IDistributedCache secondLevel, ICacheGenerations generations, ILoggerFactory loggers, ReadCacheOptions? options = null)
    {
        this.generations = generations;
        Counters = new CacheCounters(name);
        this.options = options ?? new ReadCacheOptions();
        memory = new MemoryCache(new MemoryCacheOptions { SizeLimit = this.options.EntriesInMemoryMax });
        // It warns of value tuples, of which no cached answer has any.
        var fusion = new FusionCacheOptions { CacheName = name, CacheKeyPrefix = $"{name}:", DisableTagging = true, SerializationConfigIssuesLogLevel = LogLevel.None, EnableSyncEventHandlersExecution = true };
        cache = new FusionCache(fusion, memory, loggers.CreateLogger<FusionCache>());
        cache.SetupDistributedCache(secondLevel, new FusionCacheSystemTextJsonSerializer(StoredForm));
        cache.Events.Hit += (_, hit) => Counters.Hit(hit.IsStale);
        cache.Events.Distributed.Hit += (_, _) => Counters.SecondLevelHit();
    }

    /// <summary>The cached answer, or what <paramref name="load"/> gives; null is not kept, since the thing may come to be without a write that names it.</summary>
    /// <param name="load">May go on after the caller has been served something older, so it needs a database context of its own.</param>
    public async ValueTask<T?> GetOrLoadAsync<T>(CacheKey key, TimeSpan lifetime, Func<CancellationToken, Task<T?>> load, CancellationToken cancellationToken)
        where T : class
        => await cache.GetOrSetAsync<T?>(
            $"{key.Kind}:{key.OrganizationId}:{generations.Of(key.Scope)}:{key.Name}",
            async (loading, token) =>
            {
                Counters.Loaded();
                var loaded = await load(token);
                if (loaded is null)
                {
                    loading.Options.SetSkipMemoryCacheWrite().SetSkipDistributedCacheWrite(true, true);
                }

                return loaded;
            },
            default,
            OptionsOf(lifetime),
            null,
            cancellationToken);

    /// <summary>The same for many at once: whatever is missing is loaded together.</summary>
    /// <param name="load">Is called at most once, with all ids; those that it leaves out do not exist.</param>
    public async Task<IReadOnlyDictionary<TId, T>> GetOrLoadAsync<TId, T>(
        IReadOnlyList<TId> ids, Func<TId, CacheKey> keyOf, TimeSpan lifetime, Func<IReadOnlyList<TId>, Task<IReadOnlyDictionary<TId, T>>> load,
        CancellationToken cancellationToken)
        where TId : notnull
        where T : class
    {
        var loading = new Lazy<Task<IReadOnlyDictionary<TId, T>>>(() => load(ids));
        var found = await Task.WhenAll(ids.Select(async id => (
            Id: id,
            Value: await GetOrLoadAsync<T>(keyOf(id), lifetime, async _ => (await loading.Value).GetValueOrDefault(id), cancellationToken))));
        return found.Where(pair => pair.Value is not null).ToDictionary(pair => pair.Id, pair => pair.Value!);
    }

    /// <summary>What the scope's answers were made of has changed. Call it after the change has committed, and before it is answered.</summary>
    public void Invalidate(string scope)
    {
        Counters.Invalidated();
        generations.Advance(scope);
    }

    /// <summary>Anything may have changed.</summary>
    public void InvalidateAll()
    {
        Counters.Invalidated();
        generations.AdvanceAll();
    }

    public void Dispose()
    {
        cache.Dispose();
        memory.Dispose();
    }

    private FusionCacheEntryOptions OptionsOf(TimeSpan lifetime) => new(lifetime)
    {
        Size = 1,
        IsFailSafeEnabled = true,
        FailSafeMaxDuration = lifetime + options.StaleMax,
        FailSafeThrottleDuration = options.RetryAfterFailure,
        FactorySoftTimeout = options.SlowLoad,
        FactoryHardTimeout = options.LoadMax,
        DistributedCacheSoftTimeout = options.SlowSecondLevel,
        DistributedCacheHardTimeout = options.SecondLevelMax,
    };
}

/// <summary>How patient a cache is.</summary>
public sealed record ReadCacheOptions
{
    /// <summary>A transaction takes about 1 KB, so these are some 10 MB.</summary>
    public int EntriesInMemoryMax { get; init; } = 10_000;

    /// <summary>How long beyond its lifetime an answer may be served while loading fails.</summary>
    public TimeSpan StaleMax { get; init; } = TimeSpan.FromHours(1);

    /// <summary>After a failure what is old is served for so long before loading is tried again.</summary>
    public TimeSpan RetryAfterFailure { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>When there is something older, readers wait no longer than this; the load goes on and is kept.</summary>
    public TimeSpan SlowLoad { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>When there is nothing, readers wait so long and then get the failure.</summary>
    public TimeSpan LoadMax { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The second level is there to be quick: when there is something older, beyond this the answer is loaded, and what is older served if that fails.</summary>
    public TimeSpan SlowSecondLevel { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Beyond this the second level counts as failed, and the answer is loaded.</summary>
    public TimeSpan SecondLevelMax { get; init; } = TimeSpan.FromSeconds(1);
}
