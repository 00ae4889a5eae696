using FinFlow.Finance;

namespace FinFlow.Subgraphs.Tests;

public sealed class IdTests
{
    [Fact]
    public void Ids_Should_Bear_Their_Prefix_And_Sort_By_Time()
    {
        var earlier = Id.New("pay", new FrozenClock(DateTimeOffset.UnixEpoch.AddDays(20_000)));
        var later = Id.New("pay", new FrozenClock(DateTimeOffset.UnixEpoch.AddDays(20_000).AddMilliseconds(1)));

        Assert.True(string.CompareOrdinal(earlier, later) < 0);
        Assert.Equal(7, Guid.ParseExact(earlier[4..], "n").Version);
        Assert.True(Id.HasPrefix(earlier, "pay"));
        Assert.False(Id.HasPrefix(earlier, "pa"));
        Assert.False(Id.HasPrefix(earlier, "usr"));
        Assert.False(Id.HasPrefix("pay_" + new string('z', 32), "pay"));
    }

    [Theory]
    [InlineData("GB82 WEST 1234 5698 7654 32", "GB82WEST12345698765432")]
    [InlineData("DE89370400440532013000", "DE89370400440532013000")]
    [InlineData("FR1420041010050500013M02606", "FR1420041010050500013M02606")]
    [InlineData("NO9386011117947", "NO9386011117947")]
    [InlineData("CH9300762011623852957", "CH9300762011623852957")]
    [InlineData("mt84malt011000012345mtlcast001s", "MT84MALT011000012345MTLCAST001S")]
    public void Iban_Should_Read_What_Has_Right_Check_Digits(string text, string number)
        => Assert.Equal(number, Iban.Parse(text).Value.Number);

    [Theory]
    [InlineData("GB82WEST12345698765433")]
    [InlineData("GB82")]
    [InlineData("ZZ82WEST12345698765432")]
    [InlineData("")]
    public void Iban_Should_Refuse_What_Has_Not(string text) => Assert.Equal(new IbanInvalid(text), Iban.Parse(text).Refusal);

    private sealed class FrozenClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
