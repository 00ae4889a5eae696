using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace FinFlow.Hosting;

/// <summary>Generations of one process. Scopes share a bounded number of counters; two that share one cost each other a load now and then.</summary>
/// <remarks>The epoch differs for every start of the process, so nothing from before a crash is ever trusted.</remarks>
internal sealed class CacheGenerations : ICacheGenerations
{
    internal const int Counters = 16_384;

    private readonly string epoch = RandomNumberGenerator.GetHexString(12);
    private readonly long[] counters = new long[Counters];
    private long all;

    public string Of(string scope)
        => string.Create(CultureInfo.InvariantCulture, $"{epoch}.{Volatile.Read(ref all)}.{Volatile.Read(ref counters[CounterOf(scope)])}");

    public void Advance(string scope) => Interlocked.Increment(ref counters[CounterOf(scope)]);

    public void AdvanceAll() => Interlocked.Increment(ref all);

    /// <summary>The same for every process.</summary>
    internal static int CounterOf(string scope)
    {
        var hash = uint.MaxValue;
        foreach (var half in MemoryMarshal.Cast<char, ushort>(scope.AsSpan()))
        {
            hash = BitOperations.Crc32C(hash, half);
        }

        return (int)(hash % Counters);
    }
}
