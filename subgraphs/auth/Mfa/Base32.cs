using System.Text;

namespace FinFlow.Auth;

/// <summary>The alphabet of <see href="https://www.rfc-editor.org/rfc/rfc4648#section-6">RFC 4648 §6</see>, which authenticator apps and people can read.</summary>
internal static class Base32
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const int BitsPerCharacter = 5;

    /// <param name="bytes">A multiple of five, so that nothing needs padding.</param>
    internal static string Encode(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length % BitsPerCharacter, 0);
        var text = new StringBuilder();
        var (buffer, bits) = (0, 0);
        foreach (var value in bytes)
        {
            (buffer, bits) = ((buffer << 8) | value, bits + 8);
            for (; bits >= BitsPerCharacter; bits -= BitsPerCharacter)
            {
                text.Append(Alphabet[(buffer >> (bits - BitsPerCharacter)) & 0x1f]);
            }

            buffer &= (1 << bits) - 1;
        }

        return text.ToString();
    }
}
