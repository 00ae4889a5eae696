using System.Collections.Concurrent;

namespace FinFlow.GraphQL.AspNetCore;

/// <summary>
/// Documents that clients registered by hash, in two generations: when the young one is full it becomes the old one, and the former old one
/// is forgotten. A document in use moves back into the young generation, so what is used stays without any bookkeeping of uses.
/// </summary>
internal sealed class RegisteredDocuments(int countMax)
{
    private readonly Lock _turning = new();
    private ConcurrentDictionary<string, ReadOnlyMemory<byte>> _young = new(StringComparer.Ordinal);
    private ConcurrentDictionary<string, ReadOnlyMemory<byte>> _old = new(StringComparer.Ordinal);

    public ReadOnlyMemory<byte>? Find(string hash)
    {
        if (_young.TryGetValue(hash, out var document))
        {
            return document;
        }

        if (!_old.TryGetValue(hash, out document))
        {
            return null;
        }

        Add(hash, document);
        return document;
    }

    public void Add(string hash, ReadOnlyMemory<byte> document)
    {
        _young.TryAdd(hash, document);
        if (_young.Count <= countMax / 2)
        {
            return;
        }

        lock (_turning)
        {
            if (_young.Count > countMax / 2)
            {
                _old = _young;
                _young = new ConcurrentDictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
            }
        }
    }
}
