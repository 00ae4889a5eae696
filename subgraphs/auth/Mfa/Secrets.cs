using System.Security.Cryptography;
using System.Text;
using FinFlow.Encryption;

namespace FinFlow.Auth;

/// <summary>
/// Keeps what second factors rest on, under keys derived from <c>MFA_SECRET_KEY</c>: seeds are encrypted, because they are needed
/// again; codes are kept as keyed hashes, because a million six-digit codes are tried in no time by whoever has only the database.
/// Of several secrets the first one writes, and what any of them wrote is known.
/// </summary>
public sealed class Secrets
{
    private const int KeyBytes = 32;

    private readonly OwnerCipher cipher;
    private readonly List<(string Id, byte[] Key)> hashing;

    public Secrets(FinFlowConfiguration configuration)
        : this(configuration.MfaSecretKeys)
    {
    }

    internal Secrets(byte[] secret)
        : this((IReadOnlyList<byte[]>)[secret])
    {
    }

    internal Secrets(IReadOnlyList<byte[]> secrets)
    {
        cipher = new OwnerCipher(secrets);
        hashing = [.. secrets.Select(secret => (OwnerCipher.IdOf(secret), HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, KeyBytes, info: "finflow mfa codes"u8.ToArray())))];
    }

    internal string KeyId => cipher.KeyId;

    internal string Seal(ReadOnlySpan<byte> plain, string owner) => cipher.Seal(plain, owner);

    /// <exception cref="CryptographicException">It was sealed by a key that is not there any more or for another owner, or somebody changed it.</exception>
    internal byte[] Open(string sealedText, string owner) => cipher.Open(sealedText, owner);

    /// <summary>What is kept of a code today: <c>key id.hash in hex</c>.</summary>
    /// <param name="owner">Equal codes of two owners have different hashes.</param>
    internal string HashOf(string code, string owner) => $"{hashing[0].Id}.{Hash(hashing[0].Key, code, owner)}";

    /// <summary>All that can have been kept of a code: under each key, also from before hashes bore a key's id.</summary>
    internal IReadOnlyList<string> HashesOf(string code, string owner)
        => [.. hashing.Select(by => (by.Id, Hash: Hash(by.Key, code, owner))).SelectMany(known => new[] { $"{known.Id}.{known.Hash}", known.Hash })];

    /// <summary>Whether this is what was kept of the code. Takes the same time wherever the texts differ.</summary>
    internal bool IsHashOf(string kept, string code, string owner)
        => HashesOf(code, owner).Aggregate(false, (found, hash) => found | AreEqual(kept, hash));

    /// <summary>Takes the same time wherever the texts differ.</summary>
    internal static bool AreEqual(string left, string right)
        => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right));

    private static string Hash(byte[] key, string code, string owner)
        => Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{owner}\n{code}")));
}
