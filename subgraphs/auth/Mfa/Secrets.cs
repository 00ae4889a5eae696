using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace FinFlow.Auth;

/// <summary>
/// Keeps what second factors rest on, under keys derived from <c>MFA_SECRET_KEY</c>: seeds are encrypted, because they are needed
/// again; codes are kept as keyed hashes, because a million six-digit codes are tried in no time by whoever has only the database.
/// </summary>
public sealed class Secrets
{
    private const int KeyBytes = 32;
    private const int KeyIdBytes = 4;

    private readonly byte[] sealingKey;
    private readonly byte[] hashingKey;

    public Secrets(FinFlowConfiguration configuration)
        : this(configuration.MfaSecretKey)
    {
    }

    internal Secrets(byte[] secret)
    {
        sealingKey = Derive(secret, "finflow mfa seeds", KeyBytes);
        hashingKey = Derive(secret, "finflow mfa codes", KeyBytes);
        KeyId = Convert.ToHexStringLower(Derive(secret, "finflow mfa key id", KeyIdBytes));
    }

    /// <summary>Tells by which key a seed was sealed, and nothing about the key.</summary>
    internal string KeyId { get; }

    /// <summary>AES-256-GCM with a random nonce: <c>key id.nonce, cipher text and tag in base64url</c>.</summary>
    /// <param name="owner">Whose it is; it opens for nobody else, so that a seed cannot be moved to another's row.</param>
    internal string Seal(ReadOnlySpan<byte> plain, string owner)
    {
        using var aes = new AesGcm(sealingKey, AesGcm.TagByteSizes.MaxSize);
        Span<byte> box = new byte[AesGcm.NonceByteSizes.MaxSize + plain.Length + AesGcm.TagByteSizes.MaxSize];
        var nonce = box[..AesGcm.NonceByteSizes.MaxSize];
        RandomNumberGenerator.Fill(nonce);
        aes.Encrypt(nonce, plain, box[nonce.Length..^AesGcm.TagByteSizes.MaxSize], box[^AesGcm.TagByteSizes.MaxSize..], Encoding.UTF8.GetBytes(owner));
        return $"{KeyId}.{Base64Url.EncodeToString(box)}";
    }

    /// <exception cref="CryptographicException">It was sealed by another key or for another owner, or somebody changed it.</exception>
    internal byte[] Open(string sealedText, string owner)
    {
        var dot = sealedText.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0 || sealedText[..dot] != KeyId)
        {
            throw new CryptographicException("A second factor's seed was sealed by another key than the MFA_SECRET_KEY of today.");
        }

        ReadOnlySpan<byte> box = Base64Url.DecodeFromChars(sealedText.AsSpan(dot + 1));
        var nonce = box[..AesGcm.NonceByteSizes.MaxSize];
        var cipher = box[nonce.Length..^AesGcm.TagByteSizes.MaxSize];
        var plain = new byte[cipher.Length];
        using var aes = new AesGcm(sealingKey, AesGcm.TagByteSizes.MaxSize);
        aes.Decrypt(nonce, cipher, box[^AesGcm.TagByteSizes.MaxSize..], plain, Encoding.UTF8.GetBytes(owner));
        return plain;
    }

    /// <summary>What is kept of a code, in hex.</summary>
    /// <param name="owner">Equal codes of two owners have different hashes.</param>
    internal string HashOf(string code, string owner)
        => Convert.ToHexStringLower(HMACSHA256.HashData(hashingKey, Encoding.UTF8.GetBytes($"{owner}\n{code}")));

    /// <summary>Takes the same time wherever the texts differ.</summary>
    internal static bool AreEqual(string left, string right)
        => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right));

    private static byte[] Derive(byte[] secret, string purpose, int bytes)
        => HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, bytes, info: Encoding.UTF8.GetBytes(purpose));
}
