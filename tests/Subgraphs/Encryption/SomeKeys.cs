using FinFlow.Encryption;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Keys by their ids: each id has always the same secret.</summary>
internal static class SomeKeys
{
    internal static FieldCipher Cipher(params string[] ids) => new([.. (ids is [] ? ["k1"] : ids).Select(id => new DataKey(id, SecretOf(id)))]);

    /// <summary>As a process is told of them; the first one writes.</summary>
    internal static (string Name, string Value) Variable(params string[] ids)
        => ("DATA_ENCRYPTION_KEYS", string.Join(',', ids.Select(id => $"{id}:{Convert.ToBase64String(SecretOf(id))}")));

    private static byte[] SecretOf(string id) => System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(id));
}
