using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace FinFlow.Auth;

/// <summary>Codes of the time of day, by <see href="https://www.rfc-editor.org/rfc/rfc6238">RFC 6238</see>.</summary>
internal static class Totp
{
    /// <summary>What authenticator apps expect when they are told nothing else: HMAC-SHA1, steps of 30 s, 6 digits.</summary>
    internal const int Digits = 6;

    internal const int StepSeconds = 30;

    /// <summary>Codes of so many steps before and after are accepted, because clocks differ (§5.2).</summary>
    private const int StepsAside = 1;

    /// <summary>The number of the step that a moment is in (§4.2).</summary>
    internal static long StepAt(DateTimeOffset time) => time.ToUnixTimeSeconds() / StepSeconds;

    /// <summary>A step's code: HMAC of its number, truncated as RFC 4226 §5.3 says.</summary>
    internal static string CodeOf(HashAlgorithmName algorithm, ReadOnlySpan<byte> seed, long step, int digits = Digits)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[SHA512.HashSizeInBytes];
        hash = hash[..CryptographicOperations.HmacData(algorithm, seed, counter, hash)];
        var truncated = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 0xf)..]) & int.MaxValue;
        var modulus = (int)Math.Pow(10, digits);
        return (truncated % modulus).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
    }

    /// <summary>The step whose code it is; null when it is none of the steps around now, or of one not after the last one used.</summary>
    /// <param name="lastStep">A code works once, and with it all that came before (§5.2).</param>
    internal static long? Match(ReadOnlySpan<byte> seed, string code, DateTimeOffset now, long lastStep)
    {
        var current = StepAt(now);
        for (var step = current - StepsAside; step <= current + StepsAside; step++)
        {
            if (step > lastStep && Secrets.AreEqual(CodeOf(HashAlgorithmName.SHA1, seed, step), code))
            {
                return step;
            }
        }

        return null;
    }
}
