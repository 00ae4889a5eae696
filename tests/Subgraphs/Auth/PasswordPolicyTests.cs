using FinFlow.Auth;

namespace FinFlow.Subgraphs.Tests;

/// <summary>OWASP ASVS 5.0 §6.2 by its numbers.</summary>
public sealed class PasswordPolicyTests
{
    [Fact]
    public void V6_2_1_Password_Should_HaveEightCharacters()
    {
        Assert.Equal(new PasswordTooShort(8), PasswordPolicy.Check("kV8#q2z").Refusal);
        Assert.False(PasswordPolicy.Check("kV8#q2zW").IsRefused);
    }

    [Theory]
    [InlineData("password")]
    [InlineData("PassWord")]
    [InlineData("12345678")]
    [InlineData("iloveyou")]
    public void V6_2_4_CommonPassword_Should_BeRefused(string password)
        => Assert.Equal(new PasswordTooCommon(), PasswordPolicy.Check(password).Refusal);

    [Fact]
    public void V6_2_4_List_Should_HaveThreeThousandThatTheLengthAllows() => Assert.InRange(PasswordPolicy.CommonCount, 3_000, 20_000);

    [Theory]
    [InlineData("correct horse battery staple")]
    [InlineData("zzzzzzzzzzzzzzzzzqqqqqq")]
    [InlineData("пароль из семи слов")]
    public void V6_2_5_Composition_Should_NotMatter(string password) => Assert.False(PasswordPolicy.Check(password).IsRefused);

    [Fact]
    public void V6_2_8_Password_Should_NotBeCut()
    {
        var hashing = new PasswordHashing();
        var password = new string('a', 100) + "b";
        var credential = new Credential { UserId = "usr_1", PasswordHash = hashing.Hash(password), ChangedAt = default };

        Assert.True(hashing.Verify(credential, password));
        Assert.False(hashing.Verify(credential, new string('a', 100) + "c"));
    }

    [Fact]
    public void V6_2_9_Password_Should_BeAllowed128Characters()
    {
        Assert.False(PasswordPolicy.Check(string.Concat(Enumerable.Repeat("🔑", 128))).IsRefused);
        Assert.Equal(new PasswordTooLong(128), PasswordPolicy.Check(new string('x', 129)).Refusal);
    }

    [Fact]
    public void Nobody_Should_HaveNoPassword() => Assert.False(new PasswordHashing().Verify(null, "nobody has this password"));
}
