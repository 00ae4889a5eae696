using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Logging;

namespace FinFlow.Hosting;

/// <summary>A second level of two stores: what is written goes to both, what is read comes from the primary, and from the fallback while that one fails or does not have it.</summary>
/// <remarks>
/// Whatever the stores contradict each other in is harmless, since a key names one generation of one answer (see <see cref="CacheGenerations"/>).
/// After a failure the primary is left alone for a moment: a dead one must not cost every reader its time-out.
/// </remarks>
public sealed class FallbackCache(IDistributedCache primary, IDistributedCache fallback, TimeProvider clock, ILogger<FallbackCache> logger)
    : IDistributedCache, IDisposable
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(2);

    /// <summary>A primary that says nothing for so long has failed, as one has that says no.</summary>
    private static readonly TimeSpan PrimaryMax = TimeSpan.FromMilliseconds(500);

    private long restsUntil;

    /// <summary>Whether the primary answered when it was asked last.</summary>
    public bool IsPrimaryTrusted => clock.GetUtcNow().UtcTicks >= Volatile.Read(ref restsUntil);

    public byte[]? Get(string key) => AtPrimary(() => primary.Get(key)) ?? fallback.Get(key);

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default)
        => await AtPrimaryAsync(() => primary.GetAsync(key, token), token) ?? await fallback.GetAsync(key, token);

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options)
    {
        AtPrimary(() => { primary.Set(key, value, options); return value; });
        fallback.Set(key, value, options);
    }

    public async Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        await AtPrimaryAsync(async () => { await primary.SetAsync(key, value, options, token); return value; }, token);
        await fallback.SetAsync(key, value, options, token);
    }

    public void Refresh(string key)
    {
        AtPrimary(() => { primary.Refresh(key); return null; });
        fallback.Refresh(key);
    }

    public async Task RefreshAsync(string key, CancellationToken token = default)
    {
        await AtPrimaryAsync(async () => { await primary.RefreshAsync(key, token); return null; }, token);
        await fallback.RefreshAsync(key, token);
    }

    public void Remove(string key)
    {
        AtPrimary(() => { primary.Remove(key); return null; });
        fallback.Remove(key);
    }

    public async Task RemoveAsync(string key, CancellationToken token = default)
    {
        await AtPrimaryAsync(async () => { await primary.RemoveAsync(key, token); return null; }, token);
        await fallback.RemoveAsync(key, token);
    }

    public void Dispose()
    {
        (primary as IDisposable)?.Dispose();
        (fallback as IDisposable)?.Dispose();
    }

    private byte[]? AtPrimary(Func<byte[]?> act)
    {
        try
        {
            return IsPrimaryTrusted ? act() : null;
        }
        catch (Exception exception)
        {
            Distrust(exception);
            return null;
        }
    }

    private async Task<byte[]?> AtPrimaryAsync(Func<Task<byte[]?>> act, CancellationToken cancellationToken)
    {
        try
        {
            return IsPrimaryTrusted ? await act().WaitAsync(PrimaryMax, clock, cancellationToken) : null;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Distrust(exception);
            return null;
        }
    }

    // Whatever it is that a store throws, its readers are better served without it.
    private void Distrust(Exception exception)
    {
        Volatile.Write(ref restsUntil, (clock.GetUtcNow() + Rest).UtcTicks);
        logger.LogWarning(exception, "The cache's primary store failed; its fallback serves");
    }
}
