using System.Security.Cryptography;
using System.Text;
using FinFlow.Auth;

namespace FinFlow.Subgraphs.Tests;

/// <summary>The vectors of RFC 6238, appendix B, and the rules of §5.2.</summary>
public sealed class TotpTests
{
    private static readonly byte[] Seed = Encoding.ASCII.GetBytes("12345678901234567890");

    [Theory]
    [InlineData(59, "94287082", "46119246", "90693936")]
    [InlineData(1111111109, "07081804", "68084774", "25091201")]
    [InlineData(1111111111, "14050471", "67062674", "99943326")]
    [InlineData(1234567890, "89005924", "91819424", "93441116")]
    [InlineData(2000000000, "69279037", "90698825", "38618901")]
    [InlineData(20000000000, "65353130", "77737706", "47863826")]
    public void Codes_Should_BeThoseOfTheRfc(long unixSeconds, string sha1, string sha256, string sha512)
    {
        var step = Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(unixSeconds));

        Assert.Equal(
            [sha1, sha256, sha512],
            [CodeOf(HashAlgorithmName.SHA1, 20), CodeOf(HashAlgorithmName.SHA256, 32), CodeOf(HashAlgorithmName.SHA512, 64)]);

        string CodeOf(HashAlgorithmName algorithm, int seedBytes)
        {
            var digits = Enumerable.Range(1, seedBytes).Select(digit => (byte)('0' + (digit % 10))).ToArray();
            return Totp.CodeOf(algorithm, digits, step, digits: 8);
        }
    }

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void Code_Should_BeAcceptedOneStepAside(int stepsAside, bool accepted)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_015);
        var step = Totp.StepAt(now) + stepsAside;

        Assert.Equal(accepted ? step : null, Totp.Match(Seed, Totp.CodeOf(HashAlgorithmName.SHA1, Seed, step), now, lastStep: 0));
    }

    [Fact]
    public void Code_Should_WorkOnce()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
        var step = Totp.StepAt(now);

        Assert.Null(Totp.Match(Seed, Totp.CodeOf(HashAlgorithmName.SHA1, Seed, step), now, lastStep: step));
        Assert.Null(Totp.Match(Seed, Totp.CodeOf(HashAlgorithmName.SHA1, Seed, step - 1), now, lastStep: step));
    }

    // RFC 4648 §10, those whose length needs no padding.
    [Theory]
    [InlineData("", "")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("12345678901234567890", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")]
    public void Base32_Should_BeThatOfTheRfc(string text, string expected) => Assert.Equal(expected, Base32.Encode(Encoding.ASCII.GetBytes(text)));
}

/// <summary>What is kept of second factors is worth nothing without the key.</summary>
public sealed class SecretsTests
{
    private readonly Secrets secrets = new(new byte[32]);

    [Fact]
    public void Seed_Should_OpenForItsOwnerAlone()
    {
        var box = secrets.Seal([1, 2, 3], "mfa_1");

        Assert.Equal([1, 2, 3], secrets.Open(box, "mfa_1"));
        Assert.NotEqual(box, secrets.Seal([1, 2, 3], "mfa_1"));
        Assert.StartsWith($"{secrets.KeyId}.", box, StringComparison.Ordinal);
        Assert.ThrowsAny<CryptographicException>(() => secrets.Open(box, "mfa_2"));
        Assert.ThrowsAny<CryptographicException>(() => new Secrets([.. new byte[31], 1]).Open(box, "mfa_1"));
    }

    [Fact]
    public void SeveralKeys_Should_KnowWhatAnyOfThemWrote_AndTheFirstWrite()
    {
        byte[] other = [.. new byte[31], 1];
        var both = new Secrets([other, new byte[32]]);

        Assert.Equal([1, 2, 3], both.Open(secrets.Seal([1, 2, 3], "mfa_1"), "mfa_1"));
        Assert.Equal([1, 2, 3], new Secrets(other).Open(both.Seal([1, 2, 3], "mfa_1"), "mfa_1"));
        Assert.True(both.IsHashOf(secrets.HashOf("123456", "mfa_1"), "123456", "mfa_1"));
        Assert.False(both.IsHashOf(secrets.HashOf("123456", "mfa_1"), "123457", "mfa_1"));
        Assert.Equal(new Secrets(other).HashOf("123456", "mfa_1"), both.HashOf("123456", "mfa_1"));
    }

    [Fact]
    public void Hash_FromBeforeItBoreItsKey_Should_BeKnown()
        => Assert.True(secrets.IsHashOf(secrets.HashOf("123456", "mfa_1").Split('.')[1], "123456", "mfa_1"));

    [Fact]
    public void Code_Should_BeHashedByOwnerAndKey()
    {
        Assert.NotEqual(secrets.HashOf("123456", "mfa_1"), secrets.HashOf("123456", "mfa_2"));
        Assert.NotEqual(secrets.HashOf("123456", "mfa_1"), new Secrets([.. new byte[31], 1]).HashOf("123456", "mfa_1"));
    }
}
