using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Fusion;

/// <summary>A document that has been parsed and found valid, with the plans made of it so far.</summary>
internal sealed class PlannedDocument(byte[] text, DocumentNode document)
{
    public byte[] Text { get; } = text;

    public DocumentNode Document { get; } = document;

    public IReadOnlyDictionary<string, FragmentDefinitionNode> Fragments { get; } =
        document.Definitions.OfType<FragmentDefinitionNode>().ToDictionary(fragment => fragment.Name.Value, StringComparer.Ordinal);

    public IReadOnlyList<PlannedOperation> Operations { get; } =
        [.. document.Definitions.OfType<OperationDefinitionNode>().Select(operation => new PlannedOperation(operation))];

    /// <summary>When it was last used, by the cache's counter.</summary>
    public long LastUse;

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
    public void Add(PlanKey key, Plan plan, int plansMax)
    {
        lock (_gate)
        {
            _plans = [.. _plans.Where(pair => pair.Key != key).TakeLast(plansMax - 1), new(key, plan)];
        }
    }
}

/// <summary>Documents by their bytes. Reading takes no lock; when it is full, the quarter that was used least recently makes way.</summary>
internal sealed class PlanCache(int documentsMax)
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<int, PlannedDocument[]> _byHash = new();
    private readonly Lock _gate = new();
    private long _uses;
    private int _count;

    public int Count => _count;

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

    /// <summary>Keeps a document, unless somebody was faster.</summary>
    /// <returns>The one that is kept.</returns>
    public PlannedDocument Add(PlannedDocument document)
    {
        lock (_gate)
        {
            if (Find(document.Text) is { } known)
            {
                return known;
            }

            if (_count >= documentsMax)
            {
                Evict();
            }

            document.LastUse = Interlocked.Increment(ref _uses);
            _byHash.AddOrUpdate(Hash(document.Text), [document], (_, known) => [.. known, document]);
            _count++;
            return document;
        }
    }

    private void Evict()
    {
        var uses = _byHash.Values.SelectMany(list => list).Select(document => document.LastUse).Order().ToList();
        var limit = uses[Math.Max(uses.Count / 4, 1) - 1];
        foreach (var (hash, list) in _byHash)
        {
            PlannedDocument[] kept = [.. list.Where(document => document.LastUse > limit)];
            _count -= list.Length - kept.Length;
            if (kept.Length == 0)
            {
                _byHash.TryRemove(hash, out _);
            }
            else
            {
                _byHash[hash] = kept;
            }
        }
    }

    private static int Hash(ReadOnlySpan<byte> text)
    {
        var hash = new HashCode();
        hash.AddBytes(text);
        return hash.ToHashCode();
    }
}
