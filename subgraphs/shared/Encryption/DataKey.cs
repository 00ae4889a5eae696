using System.Security.Cryptography;
using System.Text;

namespace FinFlow.Encryption;

/// <summary>A key of what is stored. From its secret come one key that encrypts and another that finds equal values, so that neither tells of the other.</summary>
/// <param name="Id">Stands in front of what it sealed, and tells nothing about it.</param>
public sealed record DataKey(string Id, byte[] Secret)
{
    public const int SecretBytesMin = 32;

    private const int IdCharactersMax = 32;
    private const int DerivedBytes = 32;

    internal byte[] Sealing { get; } = Derive(Secret, "finflow data");

    internal byte[] Indexing { get; } = Derive(Secret, "finflow blind index");

    /// <summary>Reads <c>id:base64[,id:base64]</c>.</summary>
    /// <returns>The keys, or null and what is wrong, which quotes no secret.</returns>
    public static (IReadOnlyList<DataKey>? Keys, string? Fault) Parse(string text)
    {
        var keys = new List<DataKey>();
        foreach (var entry in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (entry.Split(':', 2) is not [var id, var secret] || !IsId(id))
            {
                return (null, "must be keys as id:base64, comma-separated; an id is letters, digits, - and _.");
            }

            var bytes = new byte[secret.Length];
            if (!Convert.TryFromBase64String(secret, bytes, out var length) || length < SecretBytesMin)
            {
                return (null, $"has a key \"{id}\" that is not at least {SecretBytesMin} bytes of base64; openssl rand -base64 32 makes one.");
            }

            if (keys.Exists(known => known.Id == id))
            {
                return (null, $"has two keys \"{id}\".");
            }

            keys.Add(new DataKey(id, bytes[..length]));
        }

        return keys.Count > 0 ? (keys, null) : (null, "has no key.");
    }

    public bool Equals(DataKey? other) => other is not null && Id == other.Id && Secret.AsSpan().SequenceEqual(other.Secret);

    public override int GetHashCode() => Id.GetHashCode(StringComparison.Ordinal);

    /// <summary>Without the secret.</summary>
    public override string ToString() => Id;

    private static bool IsId(string id)
        => id.Length is > 0 and <= IdCharactersMax && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private static byte[] Derive(byte[] secret, string purpose)
        => HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, DerivedBytes, info: Encoding.UTF8.GetBytes(purpose));
}
