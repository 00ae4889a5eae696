using System.Runtime.InteropServices;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Fusion;

/// <summary>
/// The variables of one step: a set for each distinct key, and for each set the objects that wait for its result. Keys are compared as bytes.
/// </summary>
internal sealed class KeyBatch : IDisposable
{
    private readonly JsonBuffer _buffer = new(4096);
    private readonly List<(int Start, int Length, int KeyLength)> _sets = [];
    private readonly List<(int Target, int Object, int Next)> _waiting = [];
    private readonly List<int> _first = [];
    private readonly Dictionary<int, int> _byHash = [];
    private readonly List<int> _sameHash = [];

    public int Count => _sets.Count;

    /// <summary>Adds a set that is executed whatever happens: of a root step.</summary>
    public void AddRoot(ReadOnlySpan<byte> forwarded, int rootObject)
    {
        var start = _buffer.Length;
        _buffer.WriteByte((byte)'{');
        _buffer.WriteRaw(forwarded);
        _buffer.WriteByte((byte)'}');
        _sets.Add((start, _buffer.Length - start, 0));
        Wait(0, rootObject, isNew: true, 0);
    }

    /// <summary>Adds the key of an object. False when a value that the lookup must have is missing.</summary>
    public bool TryAdd(ResultStore store, StepTarget target, int targetIndex, int header, ReadOnlySpan<byte> forwarded, out int missing)
    {
        missing = -1;
        var start = _buffer.Length;
        _buffer.WriteByte((byte)'{');
        for (var i = 0; i < target.Keys.Count; i++)
        {
            var key = target.Keys[i];
            _buffer.WriteRaw(i == 0 ? "\""u8 : ",\""u8);
            foreach (var character in key.Name)
            {
                _buffer.WriteByte((byte)character);
            }

            _buffer.WriteRaw("\":"u8);
            if (!KeyValue.Write(_buffer, store, header, key.Value, out missing) && key.IsRequired)
            {
                _buffer.Truncate(start);
                return false;
            }
        }

        var keyLength = _buffer.Length - start;
        var set = Find(_buffer.WrittenSpan.Slice(start, keyLength), out var hash);
        if (set >= 0)
        {
            _buffer.Truncate(start);
            Wait(targetIndex, header, isNew: false, set);
            return true;
        }

        if (forwarded.Length > 0)
        {
            _buffer.WriteRaw(keyLength > 1 ? ","u8 : ""u8);
            _buffer.WriteRaw(forwarded);
        }

        _buffer.WriteByte((byte)'}');
        _sets.Add((start, _buffer.Length - start, keyLength));
        _sameHash.Add(_byHash.GetValueOrDefault(hash, -1));
        _byHash[hash] = _sets.Count - 1;
        Wait(targetIndex, header, isNew: true, _sets.Count - 1);
        return true;
    }

    public IReadOnlyList<ReadOnlyMemory<byte>> Variables
    {
        get
        {
            var sets = new ReadOnlyMemory<byte>[_sets.Count];
            for (var i = 0; i < sets.Length; i++)
            {
                sets[i] = _buffer.WrittenMemory.Slice(_sets[i].Start, _sets[i].Length);
            }

            return sets;
        }
    }

    /// <summary>The first object that waits for a set's result, as an index for <see cref="Waiting"/>.</summary>
    public int First(int set) => _first[set];

    /// <param name="index">From <see cref="First"/> or a previous call; -1 ends.</param>
    public (int Target, int Object, int Next) Waiting(int index) => _waiting[index];

    public void Dispose() => _buffer.Dispose();

    private int Find(ReadOnlySpan<byte> key, out int hash)
    {
        var code = new HashCode();
        code.AddBytes(key);
        hash = code.ToHashCode();
        for (var set = _byHash.GetValueOrDefault(hash, -1); set >= 0; set = _sameHash[set])
        {
            if (_buffer.WrittenSpan.Slice(_sets[set].Start, _sets[set].KeyLength).SequenceEqual(key))
            {
                return set;
            }
        }

        return -1;
    }

    private void Wait(int target, int header, bool isNew, int set)
    {
        _waiting.Add((target, header, -1));
        if (isNew)
        {
            _first.Add(_waiting.Count - 1);
            return;
        }

        // Behind the first: the order among those that share a result does not matter.
        var first = _first[set];
        var waiting = CollectionsMarshal.AsSpan(_waiting);
        waiting[^1].Next = waiting[first].Next;
        waiting[first].Next = waiting.Length - 1;
    }
}
