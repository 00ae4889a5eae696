using FinFlow.Auth;

namespace FinFlow.Subgraphs.Tests;

public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("  Ada@Example.COM ", "ada@example.com")]
    [InlineData("o'brien+shop@mail.example.co.uk", "o'brien+shop@mail.example.co.uk")]
    [InlineData("jörg@bücher.example", "jörg@bücher.example")]
    public void Address_Should_HaveOneForm(string text, string normal) => Assert.Equal(normal, EmailAddress.Normalize(text).Value);

    [Theory]
    [InlineData("")]
    [InlineData("ada")]
    [InlineData("@example.com")]
    [InlineData("ada@")]
    [InlineData("ada@example")]
    [InlineData("ada@@example.com")]
    [InlineData("a da@example.com")]
    [InlineData("ada@exa mple.com")]
    [InlineData("ada@-example.com")]
    [InlineData("ada@example..com")]
    [InlineData("ada@exam\nple.com")]
    public void Nonsense_Should_BeRefused(string text) => Assert.Equal(new EmailInvalid(), EmailAddress.Normalize(text).Refusal);

    [Fact]
    public void LongAddress_Should_BeRefused()
        => Assert.Equal(new EmailInvalid(), EmailAddress.Normalize($"{new string('a', 65)}@example.com").Refusal);
}
