using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace FinFlow.Encryption;

/// <summary>
/// Encrypts what stands in one column of one row: AES-256-GCM with a random nonce, <c>enc:key id:nonce, text and tag in base64url</c>.
/// The first key writes; every key reads what it wrote. What bears no mark is from before there was encryption and is read as it is.
/// </summary>
/// <remarks>Two with equal keys are equal, so that models that were built for one serve the other.</remarks>
public sealed class FieldCipher : IEquatable<FieldCipher>, IDisposable
{
    private const string Mark = "enc:";
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int IndexBytes = 16;
    private const int StackBytesMax = 1_024;

    private readonly IReadOnlyList<DataKey> keys;
    private readonly Dictionary<string, ThreadLocal<AesGcm>> ciphers;

    /// <param name="keys">At least one.</param>
    public FieldCipher(IReadOnlyList<DataKey> keys)
    {
        this.keys = keys;
        WritingMark = $"{Mark}{keys[0].Id}:";

        // An instance is not for several threads, and making one costs more than a short text.
        ciphers = keys.ToDictionary(key => key.Id, key => new ThreadLocal<AesGcm>(() => new AesGcm(key.Sealing, TagBytes), trackAllValues: true));
    }

    /// <summary>What everything that is sealed from now on begins with.</summary>
    public string WritingMark { get; }

    public string WritingKeyId => keys[0].Id;

    /// <param name="place">Table and column, for which alone it opens: what was sealed for one column cannot be moved into another.</param>
    public string Seal(string plain, string place)
    {
        var length = NonceBytes + Encoding.UTF8.GetByteCount(plain) + TagBytes;
        var rented = length > StackBytesMax ? ArrayPool<byte>.Shared.Rent(length) : null;
        var box = rented is null ? stackalloc byte[length] : rented.AsSpan(0, length);
        var text = box[NonceBytes..^TagBytes];
        Encoding.UTF8.GetBytes(plain, text);
        RandomNumberGenerator.Fill(box[..NonceBytes]);
        ciphers[keys[0].Id].Value!.Encrypt(box[..NonceBytes], text, text, box[^TagBytes..], Encoding.UTF8.GetBytes(place));
        var stored = string.Concat(WritingMark, Base64Url.EncodeToString(box));
        Return(rented);
        return stored;
    }

    /// <exception cref="CryptographicException">Its key is not there any more, it is another column's, or somebody changed it.</exception>
    public string Open(string stored, string place)
    {
        if (!stored.StartsWith(Mark, StringComparison.Ordinal))
        {
            return stored;
        }

        var end = stored.IndexOf(':', Mark.Length);
        if (end < 0 || !ciphers.TryGetValue(stored[Mark.Length..end], out var cipher))
        {
            throw new CryptographicException(
                $"{place} holds what the key \"{(end < 0 ? "" : stored[Mark.Length..end])}\" sealed, which DATA_ENCRYPTION_KEYS does not have.");
        }

        var encoded = stored.AsSpan(end + 1);
        var length = Base64Url.GetMaxDecodedLength(encoded.Length);
        var rented = length > StackBytesMax ? ArrayPool<byte>.Shared.Rent(length) : null;
        try
        {
            var box = rented is null ? stackalloc byte[length] : rented.AsSpan(0, length);
            if (!Base64Url.TryDecodeFromChars(encoded, box, out var written) || written < NonceBytes + TagBytes)
            {
                throw new CryptographicException($"{place} holds something that is not what was sealed.");
            }

            box = box[..written];
            var text = box[NonceBytes..^TagBytes];
            cipher.Value!.Decrypt(box[..NonceBytes], text, box[^TagBytes..], text, Encoding.UTF8.GetBytes(place));
            return Encoding.UTF8.GetString(text);
        }
        finally
        {
            Return(rented);
        }
    }

    /// <summary>
    /// What stands beside a sealed value so that an equal one is found: an HMAC under a key of its own, one for each key, the writing one's first.
    /// Whoever has the database alone can see that two rows are equal, and nothing else.
    /// </summary>
    public IReadOnlyList<string> IndexesOf(string plain, string place) => [.. keys.Select(key => IndexOf(key, plain, place))];

    /// <summary>The index that is written today.</summary>
    public string IndexOf(string plain, string place) => IndexOf(keys[0], plain, place);

    public bool Equals(FieldCipher? other) => other is not null && keys.SequenceEqual(other.keys);

    public override bool Equals(object? obj) => Equals(obj as FieldCipher);

    public override int GetHashCode() => keys[0].GetHashCode();

    public void Dispose()
    {
        foreach (var cipher in ciphers.Values)
        {
            foreach (var made in cipher.Values)
            {
                made.Dispose();
            }

            cipher.Dispose();
        }
    }

    private static string IndexOf(DataKey key, string plain, string place)
        => Base64Url.EncodeToString(HMACSHA256.HashData(key.Indexing, Encoding.UTF8.GetBytes($"{place}\n{plain}")).AsSpan(0, IndexBytes));

    // What was lent held what is secret.
    private static void Return(byte[]? rented)
    {
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        }
    }
}
