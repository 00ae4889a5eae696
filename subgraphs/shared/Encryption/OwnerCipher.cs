using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace FinFlow.Encryption;

/// <summary>
/// Encrypts what belongs to one owner, such as a second factor's seed, under keys derived from <c>MFA_SECRET_KEY</c>: AES-256-GCM with a
/// random nonce, <c>key id.nonce, cipher text and tag in base64url</c>. The first secret's key writes; every one reads what it wrote.
/// </summary>
public sealed class OwnerCipher
{
    private const int KeyBytes = 32;
    private const int KeyIdBytes = 4;

    private readonly Dictionary<string, byte[]> keys;

    /// <param name="secrets">At least one.</param>
    public OwnerCipher(IReadOnlyList<byte[]> secrets)
    {
        KeyId = IdOf(secrets[0]);
        keys = secrets.DistinctBy(IdOf).ToDictionary(IdOf, secret => Derive(secret, "finflow mfa seeds", KeyBytes));
    }

    /// <summary>Tells by which key something is sealed today, and nothing about the key.</summary>
    public string KeyId { get; }

    /// <param name="owner">Whose it is; it opens for nobody else, so that a seed cannot be moved to another's row.</param>
    public string Seal(ReadOnlySpan<byte> plain, string owner)
    {
        using var aes = new AesGcm(keys[KeyId], AesGcm.TagByteSizes.MaxSize);
        Span<byte> box = new byte[AesGcm.NonceByteSizes.MaxSize + plain.Length + AesGcm.TagByteSizes.MaxSize];
        var nonce = box[..AesGcm.NonceByteSizes.MaxSize];
        RandomNumberGenerator.Fill(nonce);
        aes.Encrypt(nonce, plain, box[nonce.Length..^AesGcm.TagByteSizes.MaxSize], box[^AesGcm.TagByteSizes.MaxSize..], Encoding.UTF8.GetBytes(owner));
        return $"{KeyId}.{Base64Url.EncodeToString(box)}";
    }

    /// <exception cref="CryptographicException">Its key is not there any more, it was sealed for another owner, or somebody changed it.</exception>
    public byte[] Open(string sealedText, string owner)
    {
        var dot = sealedText.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0 || !keys.TryGetValue(sealedText[..dot], out var key))
        {
            throw new CryptographicException("A second factor's seed was sealed by another key than MFA_SECRET_KEY has today.");
        }

        ReadOnlySpan<byte> box = Base64Url.DecodeFromChars(sealedText.AsSpan(dot + 1));
        var nonce = box[..AesGcm.NonceByteSizes.MaxSize];
        var cipher = box[nonce.Length..^AesGcm.TagByteSizes.MaxSize];
        var plain = new byte[cipher.Length];
        using var aes = new AesGcm(key, AesGcm.TagByteSizes.MaxSize);
        aes.Decrypt(nonce, cipher, box[^AesGcm.TagByteSizes.MaxSize..], plain, Encoding.UTF8.GetBytes(owner));
        return plain;
    }

    /// <summary>Whether the key that writes today sealed it.</summary>
    public bool IsOfToday(string sealedText) => sealedText.StartsWith($"{KeyId}.", StringComparison.Ordinal);

    /// <summary>The id of a secret's keys.</summary>
    public static string IdOf(byte[] secret) => Convert.ToHexStringLower(Derive(secret, "finflow mfa key id", KeyIdBytes));

    private static byte[] Derive(byte[] secret, string purpose, int bytes)
        => HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, bytes, info: Encoding.UTF8.GetBytes(purpose));
}
