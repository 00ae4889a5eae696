using FinFlow.Hosting;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace FinFlow.Subgraphs.Tests;

/// <summary>One cache of several processes: a second level in Redis, and writes that end what others have cached.</summary>
public sealed class SharedCacheTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    [RedisFact]
    public async Task SecondLevel_Should_ServeWhatAnotherProcessLoaded_UntilItsWrite()
    {
        using var server = new RunningRedis();
        using var here = new Process(server);
        using var there = new Process(server);
        await HearingAsync(here, there);
        Assert.Equal("1", await here.ReadAsync("1"));
        Assert.Equal("1", await there.ReadAsync("2"));

        there.Cache.Invalidate("scope");
        Assert.Equal("3", await there.ReadAsync("3"));
        await Telling.UntilAsync(() => here.ReadAsync("4").AsTask(), value => value != "1");
        Assert.Equal("3", await here.ReadAsync("5"));
    }

    [RedisFact]
    public async Task Process_Should_TrustNothingBeyondASecond_WhileItCannotHearTheOthers()
    {
        using var server = new RunningRedis();
        using var here = new Process(server);
        using var there = new Process(server);
        await HearingAsync(here, there);
        Assert.Equal("1", await here.ReadAsync("1"));

        server.Stop();
        await Telling.UntilAsync(() => here.ReadAsync("2").AsTask(), value => value == "2");
        there.Cache.Invalidate("scope");
        Assert.Equal("3", await there.ReadAsync("3"));

        // What was counted is gone with the server, so nothing from before may be found again.
        server.Start();
        await HearingAsync(here, there);
        Assert.Equal("4", await here.ReadAsync("4"));
        there.Cache.Invalidate("scope");
        Assert.Equal("5", await there.ReadAsync("5"));
        await Telling.UntilAsync(() => here.ReadAsync("6").AsTask(), value => value is not "4");
    }

    // Each that begins to hear advances what the others have.
    private static async Task HearingAsync(Process here, Process there)
        => await Telling.UntilAsync(
            () => Task.FromResult((here.Generations, there.Generations)),
            both => both.Item1.IsHearing && both.Item2.IsHearing && both.Item1.Of("scope") == both.Item2.Of("scope"));

    /// <summary>What a process has of it.</summary>
    private sealed class Process : IDisposable
    {
        private readonly RedisConnection redis;
        private readonly FallbackCache second;

        internal Process(RunningRedis server)
        {
            redis = server.Connect();
            Generations = new SharedGenerations(redis, "test", TimeProvider.System, NullLogger<SharedGenerations>.Instance);
            second = new FallbackCache(
                new RedisCache(redis, "test"), new MemoryDistributedCache(Options.Create(new MemoryDistributedCacheOptions())), TimeProvider.System, NullLogger<FallbackCache>.Instance);
            Cache = new ReadCache("test", second, Generations, NullLoggerFactory.Instance);
        }

        internal SharedGenerations Generations { get; }

        internal ReadCache Cache { get; }

        internal ValueTask<string?> ReadAsync(string load)
            => Cache.GetOrLoadAsync<string>(new CacheKey("org", "kind", "name", "scope"), Long, _ => Task.FromResult<string?>(load), CancellationToken.None);

        public void Dispose()
        {
            Cache.Dispose();
            second.Dispose();
            Generations.Dispose();
            redis.Dispose();
        }
    }
}
