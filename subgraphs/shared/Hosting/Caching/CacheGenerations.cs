using System.Globalization;
using System.Security.Cryptography;

namespace FinFlow.Hosting;

/// <summary>A number for each scope that grows with every write. It stands in the keys, so what was cached before a write is never asked for again.</summary>
/// <remarks>
/// Removing a key cannot do this: whoever read the database just before the write could still store what it read just after. With
/// generations it stores it under a key that nobody has any more. Scopes share a bounded number of counters; two that share one cost
/// each other a load now and then. The epoch differs for every start of the process, so nothing from before a crash is ever trusted.
/// </remarks>
internal sealed class CacheGenerations
{
    private const int Counters = 16_384;

    private readonly string epoch = RandomNumberGenerator.GetHexString(12);
    private readonly long[] counters = new long[Counters];
    private long all;

    /// <summary>The scope's part of a key. Take it before reading what is to be cached.</summary>
    public string Of(string scope)
        => string.Create(CultureInfo.InvariantCulture, $"{epoch}.{Volatile.Read(ref all)}.{Volatile.Read(ref CounterOf(scope))}");

    /// <summary>Call it after the write has committed, and before it is answered.</summary>
    public void Advance(string scope) => Interlocked.Increment(ref CounterOf(scope));

    public void AdvanceAll() => Interlocked.Increment(ref all);

    private ref long CounterOf(string scope) => ref counters[(uint)StringComparer.Ordinal.GetHashCode(scope) % Counters];
}
