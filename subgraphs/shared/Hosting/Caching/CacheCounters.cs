using System.Diagnostics.Metrics;

namespace FinFlow.Hosting;

/// <summary>What became of the questions that a cache was asked since the process started.</summary>
public sealed class CacheCounters
{
    private static readonly Meter Meter = new("FinFlow.Caching");
    private static readonly Counter<long> Answers = Meter.CreateCounter<long>("finflow_cache_answers");

    private readonly string cache;
    private long hits;
    private long staleHits;
    private long secondLevelHits;
    private long loads;
    private long invalidations;

    internal CacheCounters(string cache) => this.cache = cache;

    /// <summary>Answered by one of the levels.</summary>
    public long Hits => Volatile.Read(ref hits);

    /// <summary>Answered with what had grown old, because loading failed or was slow.</summary>
    public long StaleHits => Volatile.Read(ref staleHits);

    /// <summary>Found in the second level.</summary>
    public long SecondLevelHits => Volatile.Read(ref secondLevelHits);

    /// <summary>Loaded: each of these may have answered many who asked at once.</summary>
    public long Loads => Volatile.Read(ref loads);

    public long Invalidations => Volatile.Read(ref invalidations);

    internal void Hit(bool isStale) => Count(ref isStale ? ref staleHits : ref hits, isStale ? "stale" : "hit");

    internal void SecondLevelHit() => Count(ref secondLevelHits, "second_level");

    internal void Loaded() => Count(ref loads, "load");

    internal void Invalidated() => Interlocked.Increment(ref invalidations);

    private void Count(ref long counter, string kind)
    {
        Interlocked.Increment(ref counter);
        Answers.Add(1, new("cache", cache), new("kind", kind));
    }
}
