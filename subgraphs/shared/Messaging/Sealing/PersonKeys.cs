using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using FinFlow.Encryption;

namespace FinFlow.Messaging;

/// <summary>
/// One random key for each person of whom events tell, kept apart from the events. To forget somebody is to destroy the key: what it
/// sealed cannot be read any more, wherever copies of it are. The keys themselves are sealed where they are stored.
/// </summary>
public abstract class PersonKeys(FieldCipher cipher) : IDisposable
{
    private protected const int BatchMax = 500;
    private const int KeyBytes = 32;

    // An event is told by one and read by six, all within moments. Another process may use a key for so long after it was destroyed.
    private const int KnownMs = 5_000;
    private const int KnownMax = 4_096;

    private readonly ConcurrentDictionary<string, (byte[]? Key, long Until)> known = new(StringComparer.Ordinal);

    /// <summary>Destroys the person's key for good; no new one is made for them.</summary>
    public void Forget(string personId)
    {
        Destroy(personId);
        known.TryRemove(personId, out _);
    }

    public abstract void Dispose();

    /// <summary>Seals with the writing key what is plain or was sealed by an older one, beside processes that use the keys.</summary>
    /// <returns>How many were sealed anew.</returns>
    public int Reseal()
    {
        var (count, after) = (0, "");
        while (ReadAfter(after) is { Count: > 0 } batch)
        {
            foreach (var (person, stored) in batch.Where(row => !IsCurrent(row.Stored)))
            {
                // Somebody who is forgotten meanwhile stays forgotten.
                count += Replace(person, stored, Seal(person, Open(person, stored))) ? 1 : 0;
            }

            after = batch[^1].Person;
        }

        return count;
    }

    /// <summary>The persons' keys, made where they are first needed. Somebody who was forgotten has none.</summary>
    internal async Task<IReadOnlyDictionary<string, byte[]?>> KeysForAsync(IReadOnlyCollection<string> personIds, CancellationToken cancellationToken)
    {
        var keys = await FindAsync(personIds, cancellationToken);
        if (personIds.Where(person => !keys.ContainsKey(person)).ToArray() is { Length: > 0 } unknown)
        {
            await AddAsync([.. unknown.Select(person => (person, NewKey(person)))], cancellationToken);
            keys = await FindAsync(personIds, cancellationToken);
        }

        return keys;
    }

    /// <summary>The keys of those who have one; null for those who were forgotten.</summary>
    internal async Task<IReadOnlyDictionary<string, byte[]?>> FindAsync(IReadOnlyCollection<string> personIds, CancellationToken cancellationToken)
    {
        var now = Environment.TickCount64;
        var keys = new Dictionary<string, byte[]?>(StringComparer.Ordinal);
        var sought = new List<string>();
        foreach (var person in personIds)
        {
            if (known.TryGetValue(person, out var one) && one.Until > now)
            {
                keys[person] = one.Key;
            }
            else
            {
                sought.Add(person);
            }
        }

        if (sought.Count > 0)
        {
            if (known.Count > KnownMax)
            {
                known.Clear();
            }

            foreach (var (person, key) in await ReadAsync(sought, cancellationToken))
            {
                keys[person] = key;
                known[person] = (key, now + KnownMs);
            }
        }

        return keys;
    }

    private protected abstract void Destroy(string personId);

    private protected abstract Task<IReadOnlyDictionary<string, byte[]?>> ReadAsync(IReadOnlyCollection<string> personIds, CancellationToken cancellationToken);

    /// <summary>Stores keys of those who have none by now: another process may do so at the same time, and the first one counts.</summary>
    private protected abstract Task AddAsync(IReadOnlyList<(string Person, byte[] Stored)> keys, CancellationToken cancellationToken);

    private byte[] NewKey(string personId) => Seal(personId, RandomNumberGenerator.GetBytes(KeyBytes));

    /// <summary>The key, from what is stored.</summary>
    private protected byte[] Open(string personId, byte[] stored)
        => stored.Length == KeyBytes ? stored : Convert.FromBase64String(cipher.Open(Encoding.UTF8.GetString(stored), PlaceOf(personId)));

    /// <summary>The stored keys of the next persons, in the order of their ids.</summary>
    private protected abstract IReadOnlyList<(string Person, byte[] Stored)> ReadAfter(string personId);

    /// <returns>False when another stands there by now.</returns>
    private protected abstract bool Replace(string personId, byte[] stored, byte[] anew);

    private byte[] Seal(string personId, byte[] key) => Encoding.UTF8.GetBytes(cipher.Seal(Convert.ToBase64String(key), PlaceOf(personId)));

    private bool IsCurrent(byte[] stored) => stored.AsSpan().StartsWith(Encoding.UTF8.GetBytes(cipher.WritingMark));

    private static string PlaceOf(string personId) => $"person_key.{personId}";
}
