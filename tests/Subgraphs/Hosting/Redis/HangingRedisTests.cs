using FinFlow.Hosting;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace FinFlow.Subgraphs.Tests;

/// <summary>A Redis that takes questions and answers none: readers wait as long as they are told to, and no longer. Its answers stay held until they have theirs.</summary>
public sealed class HangingRedisTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Brief = TimeSpan.FromMilliseconds(30);
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    private readonly List<IDisposable> owned = [];

    [RedisFact]
    public async Task Answer_Should_BeLoaded_BeyondTheHardLimit()
    {
        var (proxy, redis) = await ConnectAsync();
        var cache = Own(new ReadCache("test", redis, NullLoggerFactory.Instance, new ReadCacheOptions { SecondLevelMax = Brief }));
        proxy.Hold();

        // That there is nothing is not stored, so here nobody waits for the storing.
        var isLoaded = false;
        Assert.Null(await ReadAsync(cache, Long, () =>
        {
            isLoaded = true;
            return Task.FromResult<string?>(null);
        }));
        Assert.True(isLoaded);
    }

    [RedisFact]
    public async Task Reader_Should_BeGivenWhatIsLoaded_WhenItCanBeStoredInTheFallbackAlone()
    {
        var (proxy, redis) = await ConnectAsync();
        var cache = Own(new ReadCache("test", Own(Fallback(redis)), NullLoggerFactory.Instance));
        proxy.Hold();

        Assert.Equal("loaded", await ReadAsync(cache, Long, () => Task.FromResult<string?>("loaded")));
    }

    [RedisFact]
    public async Task Reader_Should_BeGivenWhatIsOld_BeyondTheSoftLimit_WhenNothingNewCanBeLoaded()
    {
        var (proxy, redis) = await ConnectAsync();
        var cache = Own(new ReadCache("test", redis, NullLoggerFactory.Instance, new ReadCacheOptions { SlowSecondLevel = Brief, SecondLevelMax = Long }));
        Assert.Equal("old", await ReadAsync(cache, Brief, () => Task.FromResult<string?>("old")));
        proxy.Hold();

        var failures = 0;
        await Telling.UntilAsync(
            () => ReadAsync(cache, Brief, () =>
            {
                failures++;
                throw new IOException("The database is gone.");
            }),
            value => value == "old" && failures > 0);
    }

    [RedisFact]
    public async Task Fallback_Should_ServeWithoutAskingAgain_UntilRedisAnswers()
    {
        var (proxy, redis) = await ConnectAsync();
        var second = Own(Fallback(redis));
        var entry = new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = Long };
        await second.SetAsync("key", [1], entry);
        proxy.Hold();

        Assert.Equal([1], await second.GetAsync("key").WaitAsync(Patience));
        Assert.False(second.IsPrimaryTrusted);
        Assert.Equal([1], await second.GetAsync("key").WaitAsync(Patience));

        proxy.Release();
        await Telling.UntilAsync(() => Task.FromResult(second.IsPrimaryTrusted), trusted => trusted);
        await second.SetAsync("other", [2], entry);
        Assert.Equal([2], await redis.GetAsync("other"));
    }

    public void Dispose()
    {
        foreach (var thing in Enumerable.Reverse(owned))
        {
            thing.Dispose();
        }
    }

    private async Task<(HeldProxy Proxy, RedisCache Redis)> ConnectAsync()
    {
        var proxy = Own(new HeldProxy(Own(new RunningRedis()).Port));
        var connection = Own(new RedisConnection("127.0.0.1", proxy.Port, NullLogger<RedisConnection>.Instance));
        await connection.ProbeAsync();
        return (proxy, new RedisCache(connection, "test"));
    }

    private static FallbackCache Fallback(RedisCache redis)
        => new(redis, new MemoryDistributedCache(Options.Create(new MemoryDistributedCacheOptions())), TimeProvider.System, NullLogger<FallbackCache>.Instance);

    private T Own<T>(T thing) where T : IDisposable
    {
        owned.Add(thing);
        return thing;
    }

    private static async Task<string?> ReadAsync(ReadCache cache, TimeSpan lifetime, Func<Task<string?>> load)
        => await cache.GetOrLoadAsync<string>(new CacheKey("org", "kind", "name", "scope"), lifetime, async _ => await load(), CancellationToken.None)
            .AsTask().WaitAsync(Patience);
}
