using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace FinFlow.Hosting;

/// <summary>Generations that the processes of an installation share: counted in Redis, mirrored in each, told to all at every change.</summary>
/// <remarks>
/// A reader in another process may be served what is older than a write for as long as a message takes; in the process that wrote,
/// never. Whoever cannot hear the others trusts what is cached for a second at most, and nothing from before once it hears them again.
/// </remarks>
internal sealed class SharedGenerations : ICacheGenerations, IDisposable
{
    private const string All = "all";
    private const string Epoch = "epoch";
    private const string Lost = "What was counted has been lost while it was read.";
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);

    private readonly RedisConnection redis;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly RedisKey counted;
    private readonly long[] counters = new long[CacheGenerations.Counters];
    private readonly Lock turn = new();
    private readonly CancellationTokenSource ending = new();
    private string epoch = Fresh();
    private long all;
    private bool isHearing;
    private int losses;
    private int isTrying;

    public SharedGenerations(RedisConnection redis, string name, TimeProvider clock, ILogger<SharedGenerations> logger)
    {
        (this.redis, this.clock, this.logger) = (redis, clock, logger);
        counted = $"finflow:generations:{name}";
        redis.Lost += GoDeaf;
        GoDeaf();
    }

    /// <summary>Whether this process hears what others write.</summary>
    internal bool IsHearing => Volatile.Read(ref isHearing);

    public string Of(string scope)
    {
        var shared = string.Create(CultureInfo.InvariantCulture, $"{epoch}.{Volatile.Read(ref all)}.{Volatile.Read(ref counters[CacheGenerations.CounterOf(scope)])}");
        return IsHearing ? shared : $"{shared}@{clock.GetUtcNow().ToUnixTimeSeconds()}";
    }

    public void Advance(string scope) => Count(CacheGenerations.CounterOf(scope).ToString(CultureInfo.InvariantCulture));

    public void AdvanceAll() => Count(All);

    public void Dispose()
    {
        redis.Lost -= GoDeaf;
        ending.Cancel();
        ending.Dispose();
    }

    private void Count(string counter)
    {
        // Here first: this process must not read its own past, whatever becomes of the message.
        Set(counter, Read(counter) + 1);
        try
        {
            var value = redis.Database.HashIncrement(counted, counter);
            Set(counter, value);
            redis.Subscriber.Publish(Channel, $"{counter} {value}");
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            // Those who hear this process no more hear nobody, or are told by the new epoch when it is heard again.
            Volatile.Write(ref epoch, Fresh());
            logger.LogDebug(exception, "Other processes could not be told that what they cached is old");
            GoDeaf();
        }
    }

    private RedisChannel Channel => (string)counted!;

    private void GoDeaf()
    {
        Interlocked.Increment(ref losses);
        Volatile.Write(ref isHearing, false);
        if (Interlocked.Exchange(ref isTrying, 1) == 0)
        {
            _ = TryToHearAsync(ending.Token);
        }
    }

    private async Task TryToHearAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await HearAsync();
                break;
            }
            catch (Exception exception) when (exception is RedisException or TimeoutException or InvalidOperationException)
            {
                logger.LogDebug(exception, "What other processes write is not heard yet");
                await Task.Delay(BetweenTries, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        Volatile.Write(ref isTrying, 0);
    }

    private async Task HearAsync()
    {
        var before = Volatile.Read(ref losses);

        // The client asks Redis only for what it does not hold for subscribed already, and that may have been said into a connection that died.
        await redis.Subscriber.UnsubscribeAsync(Channel);
        await redis.Subscriber.SubscribeAsync(Channel, (_, message) => Hear(message!));

        // A process that died between its write and telling of it left something old behind; that every start advances all ends it.
        await redis.Database.HashSetAsync(counted, Epoch, Fresh(), When.NotExists);
        Adopt((string?)await redis.Database.HashGetAsync(counted, Epoch) ?? throw new InvalidOperationException(Lost));
        var started = await redis.Database.HashIncrementAsync(counted, All);
        await redis.Subscriber.PublishAsync(Channel, $"{All} {started}");

        // Read after the epoch was taken over, so that what is heard meanwhile is kept: of two values the greater one counts.
        var entries = await redis.Database.HashGetAllAsync(counted);
        if (entries.FirstOrDefault(entry => entry.Name == Epoch).Value != epoch)
        {
            throw new InvalidOperationException(Lost);
        }

        foreach (var entry in entries.Where(entry => entry.Name != Epoch))
        {
            Set(entry.Name!, (long)entry.Value);
        }

        Volatile.Write(ref isHearing, true);
        if (Volatile.Read(ref losses) != before)
        {
            Volatile.Write(ref isHearing, false);
            throw new InvalidOperationException("The connection was lost meanwhile.");
        }
    }

    // Counters of another epoch, be it ours or one that Redis has lost, say nothing about this one.
    private void Adopt(string shared)
    {
        lock (turn)
        {
            if (shared != epoch)
            {
                Array.Clear(counters);
                all = 0;
                epoch = shared;
            }
        }
    }

    private void Hear(string message)
    {
        var parts = message.Split(' ');
        Set(parts[0], long.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    private long Read(string counter) => Volatile.Read(ref At(counter));

    // Messages may overtake each other; a counter only grows.
    private void Set(string counter, long value)
    {
        lock (turn)
        {
            ref var at = ref At(counter);
            at = Math.Max(at, value);
        }
    }

    private ref long At(string counter)
    {
        if (counter == All)
        {
            return ref all;
        }

        return ref counters[int.Parse(counter, CultureInfo.InvariantCulture)];
    }

    private static string Fresh() => RandomNumberGenerator.GetHexString(12);
}
