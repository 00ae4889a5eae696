using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Fusion;

/// <summary>A document that has been parsed and found valid, with the plans made of it so far.</summary>
internal sealed class PlannedDocument(byte[] text, DocumentNode document)
{
    /// <summary>What a byte of text becomes as a syntax tree, the text itself included.</summary>
    private const long BytesPerByte = 32;

    public byte[] Text { get; } = text;

    public DocumentNode Document { get; } = document;

    public IReadOnlyDictionary<string, FragmentDefinitionNode> Fragments { get; } =
        document.Definitions.OfType<FragmentDefinitionNode>().ToDictionary(fragment => fragment.Name.Value, StringComparer.Ordinal);

    public IReadOnlyList<PlannedOperation> Operations { get; } =
        [.. document.Definitions.OfType<OperationDefinitionNode>().Select(operation => new PlannedOperation(operation))];

    /// <summary>When it was last used, by the cache's counter.</summary>
    public long LastUse;

    /// <summary>Whether the cache has it. Changed by the cache, like <see cref="Bytes"/>.</summary>
    public bool IsKept { get; set; }

    /// <summary>The memory that it takes with its plans, by estimate.</summary>
    public long Bytes { get; set; } = text.Length * BytesPerByte;

    /// <summary>The operation of this name; null when there is none, or no name and several operations.</summary>
    public PlannedOperation? Find(string? name) => string.IsNullOrEmpty(name)
        ? Operations is [var only] ? only : null
        : Operations.FirstOrDefault(operation => operation.Syntax.Name?.Value == name);
}

/// <summary>An operation and its plans by the values of its conditions.</summary>
internal sealed class PlannedOperation(OperationDefinitionNode syntax)
{
    private readonly Lock _gate = new();
    private volatile KeyValuePair<PlanKey, Plan>[] _plans = [];

    public OperationDefinitionNode Syntax { get; } = syntax;

    public ConditionBits? Conditions { get; set; }

    public Plan? Find(PlanKey key)
    {
        foreach (var (known, plan) in _plans)
        {
            if (known == key)
            {
                return plan;
            }
        }

        return null;
    }

    /// <summary>Keeps a plan; beyond the limit the oldest is dropped.</summary>
    /// <returns>How many bytes more its plans take.</returns>
    public long Add(PlanKey key, Plan plan, int plansMax)
    {
        lock (_gate)
        {
            var before = _plans.Sum(pair => pair.Value.Bytes);
            _plans = [.. _plans.Where(pair => pair.Key != key).TakeLast(plansMax - 1), new(key, plan)];
            return _plans.Sum(pair => pair.Value.Bytes) - before;
        }
    }
}

/// <summary>
/// Documents by their bytes. Reading takes no lock; when there are too many, or they and their plans take too much memory, a quarter makes way:
/// what was used least recently. No document may have more than an eighth of the memory, so that one cannot drive out all others.
/// </summary>
internal sealed class PlanCache(int documentsMax, long bytesMax)
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<int, PlannedDocument[]> _byHash = new();
    private readonly Lock _gate = new();
    private long _uses;
    private int _count;
    private long _bytes;

    public int Count => _count;

    /// <summary>The memory that documents and plans take, by estimate.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Null when it is not here, or not any more.</summary>
    public PlannedDocument? Find(ReadOnlySpan<byte> text)
    {
        if (_byHash.TryGetValue(Hash(text), out var candidates))
        {
            foreach (var candidate in candidates)
            {
                if (text.SequenceEqual(candidate.Text))
                {
                    candidate.LastUse = Interlocked.Increment(ref _uses);
                    return candidate;
                }
            }
        }

        return null;
    }

    /// <summary>Keeps a document, unless somebody was faster or it is too large.</summary>
    /// <returns>The one that is kept, or the one given.</returns>
    public PlannedDocument Add(PlannedDocument document)
    {
        lock (_gate)
        {
            if (Find(document.Text) is { } known)
            {
                return known;
            }

            if (document.Bytes > bytesMax / 8)
            {
                return document;
            }

            if (_count >= documentsMax)
            {
                MakeWay(documentsMax - Math.Max(documentsMax / 4, 1), bytesMax);
            }

            document.LastUse = Interlocked.Increment(ref _uses);
            _byHash.AddOrUpdate(Hash(document.Text), [document], (_, known) => [.. known, document]);
            document.IsKept = true;
            _count++;
            Take(document.Bytes);
            return document;
        }
    }

    /// <summary>A document has more plans than before, or other ones.</summary>
    public void Grow(PlannedDocument document, long bytes)
    {
        lock (_gate)
        {
            if (!document.IsKept)
            {
                // It has made way, or never was here: whoever runs it now has the last reference.
                return;
            }

            document.Bytes += bytes;
            Take(bytes);
            if (document.IsKept && document.Bytes > bytesMax / 8)
            {
                Remove(document);
            }
        }
    }

    private void Take(long bytes)
    {
        _bytes += bytes;
        if (_bytes > bytesMax)
        {
            MakeWay(documentsMax, bytesMax / 4 * 3);
        }
    }

    /// <summary>Removes what was used least recently until no more than this is left.</summary>
    private void MakeWay(int documents, long bytes)
    {
        foreach (var document in _byHash.Values.SelectMany(list => list).OrderBy(document => document.LastUse).ToList())
        {
            if (_count <= documents && _bytes <= bytes)
            {
                return;
            }

            Remove(document);
        }
    }

    private void Remove(PlannedDocument document)
    {
        var hash = Hash(document.Text);
        PlannedDocument[] kept = [.. _byHash[hash].Where(other => other != document)];
        if (kept.Length == 0)
        {
            _byHash.TryRemove(hash, out _);
        }
        else
        {
            _byHash[hash] = kept;
        }

        document.IsKept = false;
        _count--;
        _bytes -= document.Bytes;
    }

    private static int Hash(ReadOnlySpan<byte> text)
    {
        var hash = new HashCode();
        hash.AddBytes(text);
        return hash.ToHashCode();
    }
}
