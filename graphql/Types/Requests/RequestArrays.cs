using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace FinFlow.GraphQL.Types;

/// <summary>
/// Arrays for requests and answers. <see cref="ArrayPool{T}.Shared"/> keeps too few of the large ones for as many requests as are under way at
/// once; each that it does not have is an allocation on the large object heap, and those collect all generations several times a second.
/// </summary>
/// <remarks>Kept for good are at most 128 arrays each of 64, 128 and 256 KiB; smaller and larger ones are the shared pool's.</remarks>
public static class RequestArrays<T>
    where T : unmanaged
{
    private const int KeptBytesMin = 64 * 1024;
    private const int KeptBytesMax = 256 * 1024;
    private const int KeptOfEachSize = 128;

    private static readonly int Min = KeptBytesMin / Unsafe.SizeOf<T>();
    private static readonly int Max = KeptBytesMax / Unsafe.SizeOf<T>();
    private static readonly ArrayPool<T> Large = ArrayPool<T>.Create(Max, KeptOfEachSize);

    /// <summary>An array of at least this length, with whatever it held before.</summary>
    public static T[] Rent(int length) => PoolOf((int)Math.Min(BitOperations.RoundUpToPowerOf2((uint)length), int.MaxValue)).Rent(length);

    public static void Return(T[] array) => PoolOf(array.Length).Return(array);

    private static ArrayPool<T> PoolOf(int length) => length >= Min && length <= Max ? Large : ArrayPool<T>.Shared;
}
