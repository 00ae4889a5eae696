using System.Security.Cryptography;
using FinFlow.Encryption;
using FinFlow.Hosting;

namespace FinFlow.Subgraphs.Tests;

public sealed class FieldCipherTests
{
    private const string Place = "users.Email";

    [Theory]
    [InlineData("")]
    [InlineData("ada@shop.example")]
    [InlineData("enc:k1:not what it seems")]
    [InlineData("Ægir Þórsson €")]
    public void Sealed_Should_OpenAgain_AndBeAnotherTextEachTime(string plain)
    {
        using var cipher = SomeKeys.Cipher();
        var (one, other) = (cipher.Seal(plain, Place), cipher.Seal(plain, Place));

        Assert.NotEqual(one, other);
        Assert.StartsWith("enc:k1:", one, StringComparison.Ordinal);
        Assert.Equal((plain, plain), (cipher.Open(one, Place), cipher.Open(other, Place)));
    }

    [Fact]
    public void Long_Text_Should_OpenAgain()
    {
        using var cipher = SomeKeys.Cipher();
        var plain = string.Concat(Enumerable.Repeat("a copy of everything about somebody; ", 2_000));
        Assert.Equal(plain, cipher.Open(cipher.Seal(plain, Place), Place));
    }

    [Fact]
    public void Plain_Text_FromBefore_Should_BeReadAsItIs()
    {
        using var cipher = SomeKeys.Cipher();
        Assert.Equal("ada@shop.example", cipher.Open("ada@shop.example", Place));
    }

    [Fact]
    public void What_WasChangedOrMoved_Should_NotOpen()
    {
        using var cipher = SomeKeys.Cipher();
        var stored = cipher.Seal("ada@shop.example", Place);
        var changed = stored[..^2] + (stored[^2] == 'A' ? 'B' : 'A') + stored[^1];

        Assert.ThrowsAny<CryptographicException>(() => cipher.Open(changed, Place));
        Assert.ThrowsAny<CryptographicException>(() => cipher.Open(stored, "organizations.Name"));
        Assert.ThrowsAny<CryptographicException>(() => cipher.Open("enc:k1:AAAA", Place));
    }

    [Fact]
    public void Every_Key_Should_Read_AndTheFirstWrite()
    {
        using var before = SomeKeys.Cipher("k1");
        using var between = SomeKeys.Cipher("k2", "k1");
        using var after = SomeKeys.Cipher("k2");
        var old = before.Seal("ada@shop.example", Place);

        Assert.Equal("ada@shop.example", between.Open(old, Place));
        Assert.Equal("ada@shop.example", after.Open(between.Seal("ada@shop.example", Place), Place));
        Assert.Equal(
            "users.Email holds what the key \"k1\" sealed, which DATA_ENCRYPTION_KEYS does not have.",
            Assert.ThrowsAny<CryptographicException>(() => after.Open(old, Place)).Message);
    }

    [Fact]
    public void Index_Should_BeEqualForEqualTexts_OfOneColumnAndKey()
    {
        using var cipher = SomeKeys.Cipher("k2", "k1");
        using var older = SomeKeys.Cipher("k1");

        Assert.Equal(cipher.IndexOf("ada@shop.example", Place), cipher.IndexesOf("ada@shop.example", Place)[0]);
        Assert.Equal(older.IndexOf("ada@shop.example", Place), cipher.IndexesOf("ada@shop.example", Place)[1]);
        Assert.NotEqual(cipher.IndexOf("ada@shop.example", Place), cipher.IndexOf("bob@shop.example", Place));
        Assert.NotEqual(cipher.IndexOf("ada@shop.example", Place), cipher.IndexOf("ada@shop.example", "recipients.Email"));
    }

    [Theory]
    [InlineData("k1", "must be keys as id:base64, comma-separated; an id is letters, digits, - and _.")]
    [InlineData("k 1:AAAA", "must be keys as id:base64, comma-separated; an id is letters, digits, - and _.")]
    [InlineData("k1:AAAA", "has a key \"k1\" that is not at least 32 bytes of base64; openssl rand -base64 32 makes one.")]
    [InlineData("k1:a secret that is no base64", "has a key \"k1\" that is not at least 32 bytes of base64; openssl rand -base64 32 makes one.")]
    [InlineData(",", "has no key.")]
    public void Keys_That_Make_No_Sense_Should_Be_Refused_At_Start(string keys, string fault)
    {
        var refused = Assert.Throws<ConfigurationInvalidException>(() => FinFlowConfiguration.From(new Dictionary<string, string> { ["DATA_ENCRYPTION_KEYS"] = keys }));
        Assert.Contains($"DATA_ENCRYPTION_KEYS {fault}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_Key_Twice_Should_Be_Refused_At_Start()
    {
        var key = SomeKeys.Variable("k1").Value;
        Assert.Equal("has two keys \"k1\".", DataKey.Parse($"{key},{key}").Fault);
    }

    [Fact]
    public void No_Key_Should_Be_Refused_Where_Processes_Share_A_Database()
    {
        var configuration = FinFlowConfiguration.From(new Dictionary<string, string> { ["POSTGRES_HOST"] = "localhost" });
        Assert.Contains(
            "DATA_ENCRYPTION_KEYS must be set when POSTGRES_HOST is, since all processes share it; ./setup_env.sh makes one.",
            Assert.Throws<ConfigurationInvalidException>(() => configuration.DataCipher).Message,
            StringComparison.Ordinal);
    }
}
