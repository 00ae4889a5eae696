using System.Collections;
using System.Runtime.InteropServices;
using FinFlow.GraphQL.Types;
using Microsoft.Extensions.ObjectPool;

namespace FinFlow.Gateway.Fusion;

/// <summary>
/// The variables of one step: a set for each distinct key, and for each set the objects that wait for its result. Keys are compared as bytes.
/// Batches are used again: what they hold is made anew for every step of every request otherwise.
/// </summary>
internal sealed class KeyBatch : IReadOnlyList<ReadOnlyMemory<byte>>, IDisposable
{
    /// <summary>The size up to which a batch is kept for the next request.</summary>
    private const int KeptBytesMax = 64 * 1024;

    private static readonly DefaultObjectPool<KeyBatch> Idle = new(new Reuse(), maximumRetained: 256);

    private readonly List<Set> _sets = [];
    private readonly List<Waiter> _waiting = [];
    private readonly JsonBuffer _buffer = new(1024);
    private int[] _buckets = new int[16];

    private KeyBatch()
    {
    }

    /// <summary>How many sets of variables there are.</summary>
    public int Count => _sets.Count;

    /// <summary>A set of variables as a JSON object.</summary>
    public ReadOnlyMemory<byte> this[int set] => _buffer.WrittenMemory.Slice(_sets[set].Start, _sets[set].Length);

    /// <summary>An empty batch. It is given back by disposing it.</summary>
    public static KeyBatch Rent() => Idle.Get();

    /// <summary>Adds a set that is executed whatever happens: of a root step.</summary>
    public void AddRoot(ReadOnlySpan<byte> forwarded, int rootObject)
    {
        var start = _buffer.Length;
        _buffer.WriteByte((byte)'{');
        _buffer.WriteRaw(forwarded);
        _buffer.WriteByte((byte)'}');
        _sets.Add(new Set(start, _buffer.Length - start, start, 0, 0, -1, 0));
        _waiting.Add(new Waiter(0, rootObject, -1));
    }

    /// <summary>Adds the key of an object. False when a value that the lookup must have is missing.</summary>
    public bool TryAdd(ResultStore store, StepTarget target, int targetIndex, int header, ReadOnlySpan<byte> forwarded, out int missing)
    {
        if (target.Keys is [{ Leaf: { } path } only] && KeyValue.TryFindLeaf(store, header, path, out missing, out var leaf))
        {
            // The usual key is a leaf, and most objects have one that is there already: it is found without being written.
            var hashOfLeaf = HashOf(leaf);
            if (Find(hashOfLeaf, leaf) is var known and >= 0)
            {
                Wait(known, targetIndex, header);
            }
            else
            {
                var place = _buffer.Length;
                _buffer.WriteByte((byte)'{');
                _buffer.WriteRaw(only.Prefix);
                _buffer.WriteRaw(leaf);
                AddSet(place, place + 1 + only.Prefix.Length, hashOfLeaf, forwarded);
                _waiting.Add(new Waiter(targetIndex, header, -1));
            }

            return true;
        }

        return TryAddWritten(store, target, targetIndex, header, forwarded, out missing);
    }

    private bool TryAddWritten(ResultStore store, StepTarget target, int targetIndex, int header, ReadOnlySpan<byte> forwarded, out int missing)
    {
        missing = -1;
        var start = _buffer.Length;
        _buffer.WriteByte((byte)'{');
        for (var i = 0; i < target.Keys.Count; i++)
        {
            var key = target.Keys[i];
            if (i > 0)
            {
                _buffer.WriteByte((byte)',');
            }

            _buffer.WriteRaw(key.Prefix);
            if (!KeyValue.Write(_buffer, store, header, key.Value, out missing) && key.IsRequired)
            {
                _buffer.Truncate(start);
                return false;
            }
        }

        // What a single key is named is the same for all: its value tells them apart.
        var keyStart = target.Keys.Count == 1 ? start + 1 + target.Keys[0].Prefix.Length : start;
        var written = _buffer.WrittenSpan[keyStart..];
        var hash = HashOf(written);
        if (Find(hash, written) is var set and >= 0)
        {
            _buffer.Truncate(start);
            Wait(set, targetIndex, header);
            return true;
        }

        AddSet(start, keyStart, hash, forwarded);
        _waiting.Add(new Waiter(targetIndex, header, -1));
        return true;
    }

    /// <summary>The first object that waits for a set's result, as an index for <see cref="Waiting"/>.</summary>
    public int First(int set) => _sets[set].First;

    /// <param name="index">From <see cref="First"/> or a previous call; -1 ends.</param>
    public (int Target, int Object, int Next) Waiting(int index)
    {
        ref readonly var waiter = ref CollectionsMarshal.AsSpan(_waiting)[index];
        return (waiter.Target, waiter.Object, waiter.Next);
    }

    public IEnumerator<ReadOnlyMemory<byte>> GetEnumerator()
    {
        for (var set = 0; set < Count; set++)
        {
            yield return this[set];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose() => Idle.Return(this);

    /// <summary>False for one that has grown so large that it is better not kept.</summary>
    private bool TryEmpty()
    {
        if (_buffer.Length > KeptBytesMax)
        {
            _buffer.Dispose();
            return false;
        }

        _buffer.Truncate(0);
        _sets.Clear();
        _waiting.Clear();
        _buckets.AsSpan().Clear();
        return true;
    }

    // The text's own hash is seeded per process, so that nobody can choose keys that collide; it leaves out a last odd byte.
    private static int HashOf(ReadOnlySpan<byte> key)
        => (((string.GetHashCode(MemoryMarshal.Cast<byte, char>(key)) * 31) + key.Length) * 31) + key[^1];

    private int Find(int hash, ReadOnlySpan<byte> key)
    {
        var sets = CollectionsMarshal.AsSpan(_sets);
        for (var set = _buckets[hash & (_buckets.Length - 1)] - 1; set >= 0; set = sets[set].SameBucket)
        {
            if (sets[set].Hash == hash && _buffer.WrittenSpan.Slice(sets[set].KeyStart, sets[set].KeyLength).SequenceEqual(key))
            {
                return set;
            }
        }

        return -1;
    }

    /// <summary>The set whose key has been written, with the client's variables behind it.</summary>
    private void AddSet(int start, int keyStart, int hash, ReadOnlySpan<byte> forwarded)
    {
        var keyLength = _buffer.Length - keyStart;
        if (forwarded.Length > 0)
        {
            _buffer.WriteRaw(_buffer.Length - start > 1 ? ","u8 : ""u8);
            _buffer.WriteRaw(forwarded);
        }

        _buffer.WriteByte((byte)'}');
        if (_sets.Count >= _buckets.Length)
        {
            Rehash();
        }

        ref var bucket = ref _buckets[hash & (_buckets.Length - 1)];
        _sets.Add(new Set(start, _buffer.Length - start, keyStart, keyLength, hash, bucket - 1, _waiting.Count));
        bucket = _sets.Count;
    }

    private void Rehash()
    {
        _buckets = new int[_buckets.Length * 4];
        var sets = CollectionsMarshal.AsSpan(_sets);
        for (var set = 0; set < sets.Length; set++)
        {
            ref var bucket = ref _buckets[sets[set].Hash & (_buckets.Length - 1)];
            sets[set] = sets[set] with { SameBucket = bucket - 1 };
            bucket = set + 1;
        }
    }

    private void Wait(int set, int target, int header)
    {
        // Behind the first: the order among those that share a result does not matter.
        var first = _sets[set].First;
        _waiting.Add(new Waiter(target, header, _waiting[first].Next));
        CollectionsMarshal.AsSpan(_waiting)[first].Next = _waiting.Count - 1;
    }

    /// <param name="KeyStart">Where what tells it from other sets begins.</param>
    /// <param name="SameBucket">The next set whose hash falls into the same bucket; -1 ends.</param>
    /// <param name="First">The first that waits.</param>
    private readonly record struct Set(int Start, int Length, int KeyStart, int KeyLength, int Hash, int SameBucket, int First);

    private record struct Waiter(int Target, int Object, int Next);

    private sealed class Reuse : PooledObjectPolicy<KeyBatch>
    {
        public override KeyBatch Create() => new();

        public override bool Return(KeyBatch batch) => batch.TryEmpty();
    }
}
