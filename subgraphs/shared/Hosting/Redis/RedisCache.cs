using Microsoft.Extensions.Caching.Distributed;
using StackExchange.Redis;

namespace FinFlow.Hosting;

/// <summary>A cache that the processes of an installation share. Redis forgets by itself what has expired or finds no room.</summary>
public sealed class RedisCache(RedisConnection redis, string name) : IDistributedCache
{
    public byte[]? Get(string key) => redis.Database.StringGet(Of(key));

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default)
    {
        byte[]? value = await redis.Database.StringGetAsync(Of(key));

        // What follows may be a load, and must not be done on the thread that hands out Redis' answers.
        await Task.Yield();
        return value;
    }

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => redis.Database.StringSet(Of(key), value, LifetimeOf(options));

    public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
        => redis.Database.StringSetAsync(Of(key), value, LifetimeOf(options));

    public void Remove(string key) => redis.Database.KeyDelete(Of(key));

    public Task RemoveAsync(string key, CancellationToken token = default) => redis.Database.KeyDeleteAsync(Of(key));

    /// <summary>Nothing here lives longer for being read.</summary>
    public void Refresh(string key)
    {
    }

    public Task RefreshAsync(string key, CancellationToken token = default) => Task.CompletedTask;

    private RedisKey Of(string key) => $"finflow:cache:{name}:{key}";

    private static TimeSpan? LifetimeOf(DistributedCacheEntryOptions options) => options.AbsoluteExpirationRelativeToNow;
}
