using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace FinFlow.Journeys.Tests;

/// <summary>What somebody has on a phone: RFC 6238 once more and apart from the code that it judges.</summary>
/// <param name="Secret">The seed as the QR code has it.</param>
internal sealed record AuthenticatorApp(string Secret)
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>The half minute that it is now.</summary>
    internal static long StepNow => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30;

    internal byte[] Seed
        => [.. string.Concat(Secret.Select(character => Convert.ToString(Base32.IndexOf(character, StringComparison.Ordinal), 2).PadLeft(5, '0')))
            .Chunk(8).Select(octet => Convert.ToByte(new string(octet), 2))];

    internal string CodeOf(long step)
    {
        var counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // Authenticator apps compute HMAC-SHA1.
        var hash = HMACSHA1.HashData(Seed, counter);
#pragma warning restore CA5350
        return ((BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 15)) & int.MaxValue) % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }
}
