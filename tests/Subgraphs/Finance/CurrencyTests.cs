using FinFlow.Finance;

namespace FinFlow.Subgraphs.Tests;

public sealed class CurrencyTests
{
    [Theory]
    [InlineData("JPY", 392, 0)]
    [InlineData("USD", 840, 2)]
    [InlineData("KWD", 414, 3)]
    [InlineData("CLF", 990, 4)]
    public void Facts_Should_Be_Those_Of_Iso_4217(string code, short numeric, int digits)
    {
        var currency = Currency.Of(code);
        Assert.Equal((code, numeric, digits), (currency.Code, currency.NumericCode, currency.MinorDigits));
    }

    [Theory]
    [InlineData("XAU")]
    [InlineData("XXX")]
    [InlineData("XDR")]
    [InlineData("usd")]
    [InlineData("HRK")]
    [InlineData("")]
    public void Parse_Should_Refuse_What_Money_Cannot_Be_Kept_In(string text)
    {
        Assert.Equal(new UnknownCurrency(text), Currency.Parse(text).Refusal);
        Assert.False(Currency.TryOf(text, out _));
        Assert.Throws<ArgumentException>(() => Currency.Of(text));
    }

    [SharedDataFact("iso-4217.csv")]
    public void Table_Should_Equal_The_List_Of_The_Maintenance_Agency()
    {
        // The last three columns hold no commas; a quoted country name before them may.
        var current = File.ReadLines(SharedData.PathOf("iso-4217.csv"))
            .Skip(1)
            .Select(line => line.Split(','))
            .Where(row => row[^1].Length == 0 && row[^2].Length == 1 && char.IsAsciiDigit(row[^2][0]))
            .Select(row => $"{row[^4]} {int.Parse(row[^3], System.Globalization.CultureInfo.InvariantCulture)} {row[^2]}")
            .Distinct()
            .Order(StringComparer.Ordinal);

        Assert.Equal(current, Currency.All.Select(currency => $"{currency.Code} {currency.NumericCode} {currency.MinorDigits}"));
    }

    [Fact]
    public void Uninitialised_Currency_Should_Not_Pass_For_One()
    {
        Assert.True(default(Currency).IsNone);
        Assert.Throws<InvalidOperationException>(() => default(Currency).Code);
    }

    [Fact]
    public void Countries_Should_Be_Those_Of_Iso_3166()
    {
        Assert.Equal(249, CountryCode.All.Count);
        Assert.Equal("KP", CountryCode.Parse("KP").Value.Alpha2);
        Assert.Equal("\"UK\" is not a two-letter country code (ISO 3166-1).", CountryCode.Parse("UK").Refusal!.Message);
    }
}
