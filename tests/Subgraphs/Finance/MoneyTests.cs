using FinFlow.Finance;
using FsCheck;
using FsCheck.Fluent;

namespace FinFlow.Subgraphs.Tests;

public sealed class MoneyTests
{
    private static readonly Currency Usd = Currency.Of("USD");
    private static readonly Currency Jpy = Currency.Of("JPY");
    private static readonly Currency Kwd = Currency.Of("KWD");

    [Theory]
    [InlineData("12.50", "USD", 1250)]
    [InlineData("12.5", "USD", 1250)]
    [InlineData("12", "USD", 1200)]
    [InlineData("-0.05", "USD", -5)]
    [InlineData("0", "USD", 0)]
    [InlineData("1000", "JPY", 1000)]
    [InlineData("1.234", "KWD", 1234)]
    [InlineData("0.0001", "CLF", 1)]
    [InlineData("92233720368547758.07", "USD", long.MaxValue)]
    [InlineData("-92233720368547758.08", "USD", long.MinValue)]
    public void Parse_Should_Read_Minor_Units(string text, string currency, long minor)
        => Assert.Equal(new Money(minor, Currency.Of(currency)), Money.Parse(text, Currency.Of(currency)).Value);

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("+1")]
    [InlineData(" 1")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("1e3")]
    [InlineData("1,000")]
    [InlineData("007")]
    [InlineData("NaN")]
    [InlineData("١٢")]
    [InlineData("1.2.3")]
    public void Parse_Should_Refuse_What_Is_No_Plain_Decimal(string text)
        => Assert.Equal(new AmountMalformed(text), Money.Parse(text, Usd).Refusal);

    [Theory]
    [InlineData("1.001", "USD")]
    [InlineData("1.000", "USD")]
    [InlineData("1.0", "JPY")]
    public void Parse_Should_Refuse_More_Digits_Than_The_Currency_Has(string text, string currency)
        => Assert.Equal(new AmountTooPrecise(text, Currency.Of(currency)), Money.Parse(text, Currency.Of(currency)).Refusal);

    [Theory]
    [InlineData("92233720368547758.08")]
    [InlineData("-92233720368547758.09")]
    [InlineData("99999999999999999999999999999999999999999999999999")]
    public void Parse_Should_Refuse_What_Does_Not_Fit(string text)
        => Assert.Equal(new AmountOutOfRange(text, Usd), Money.Parse(text, Usd).Refusal);

    [Fact]
    public void Parse_Should_Take_The_Scale_Of_A_Decimal_Seriously()
    {
        Assert.Equal(new Money(1250, Usd), Money.Parse(12.50m, Usd).Value);
        Assert.Equal("AMOUNT_TOO_PRECISE", Money.Parse(12.500m, Usd).Refusal!.Code);
    }

    [Fact]
    public void Refusals_Should_Say_What_Is_Wrong_And_Quote_Only_The_Beginning_Of_A_Long_Text()
    {
        Assert.Equal("\"1.001\" has too many digits after the point: USD has 2.", Money.Parse("1.001", Usd).Refusal!.Message);
        Assert.Equal($"\"{new string('x', 40)}…\" is not a decimal amount such as \"12.50\".", Money.Parse(new string('x', 5000), Usd).Refusal!.Message);
    }

    [Fact]
    public void Text_Should_Have_Exactly_The_Minor_Digits()
    {
        Assert.Equal("-0.05", new Money(-5, Usd).ToAmountText());
        Assert.Equal("5", new Money(5, Jpy).ToAmountText());
        Assert.Equal("0.000", Money.Zero(Kwd).ToAmountText());
        Assert.Equal("-92233720368547758.08 USD", new Money(long.MinValue, Usd).ToString());
        Assert.Equal("12.50", new Money(1250, Usd).ToDecimal().ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Text_Should_Read_Back_To_The_Same_Money()
        => Prop.ForAll<long, bool>((minor, yen) =>
        {
            var money = new Money(minor, yen ? Jpy : Kwd);
            return Money.Parse(money.ToAmountText(), money.Currency).Value == money;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Arithmetic_Should_Crash_When_Currencies_Mix()
    {
        var mixed = Assert.Throws<InvalidOperationException>(() => new Money(1, Usd) + new Money(1, Jpy));
        Assert.Equal("Cannot mix JPY with USD.", mixed.Message);
        Assert.Throws<InvalidOperationException>(() => new Money(1, Usd) < new Money(2, Jpy));
    }

    [Fact]
    public void Arithmetic_Should_Crash_When_It_Overflows()
    {
        Assert.Throws<OverflowException>(() => new Money(long.MaxValue, Usd) + new Money(1, Usd));
        Assert.Throws<OverflowException>(() => -new Money(long.MinValue, Usd));
        Assert.Throws<OverflowException>(() => new Money(long.MaxValue, Usd).Multiply(1.01m));
    }

    [Fact]
    public void Parts_Should_Add_Up_To_The_Whole_And_Differ_By_One_Minor_Unit_At_Most()
        => Prop.ForAll<long, PositiveInt>((minor, parts) =>
        {
            var whole = new Money(minor, Usd);
            var shares = whole.Allocate(Math.Min(parts.Get, 1000));
            return Money.Sum(shares, Usd) == whole && shares.Max().Minor - shares.Min().Minor <= 1;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Weighted_Parts_Should_Follow_The_Largest_Remainders()
    {
        Assert.Equal([new Money(34, Usd), new Money(33, Usd), new Money(33, Usd)], new Money(100, Usd).Allocate(3));
        Assert.Equal([new Money(-67, Usd), new Money(-33, Usd)], new Money(-100, Usd).Allocate(2L, 1L));
        Assert.Equal([new Money(0, Usd), new Money(5, Usd)], new Money(5, Usd).Allocate(0L, 7L));
        Assert.Throws<ArgumentException>(() => new Money(5, Usd).Allocate(0L, 0L));
    }

    [Theory]
    [InlineData(250, "0.5", MidpointRounding.ToEven, 125)]
    [InlineData(5, "0.5", MidpointRounding.ToEven, 2)]
    [InlineData(5, "0.5", MidpointRounding.AwayFromZero, 3)]
    [InlineData(-5, "0.5", MidpointRounding.AwayFromZero, -3)]
    [InlineData(5, "0.5", MidpointRounding.ToZero, 2)]
    [InlineData(-5, "0.5", MidpointRounding.ToNegativeInfinity, -3)]
    [InlineData(-5, "0.5", MidpointRounding.ToPositiveInfinity, -2)]
    [InlineData(long.MaxValue, "1.0000000000000000000000000", MidpointRounding.ToEven, long.MaxValue)]
    public void Multiply_Should_Round_Once_By_The_Named_Mode(long minor, string rate, MidpointRounding mode, long expected)
        => Assert.Equal(expected, new Money(minor, Usd).Multiply(decimal.Parse(rate, System.Globalization.CultureInfo.InvariantCulture), mode).Minor);

    [Fact]
    public void Convert_Should_Move_Between_Minor_Digits()
    {
        Assert.Equal(new Money(1502, Jpy), new Money(1000, Usd).ConvertTo(Jpy, 150.25m));
        Assert.Equal(new Money(3070, Kwd), new Money(1000, Usd).ConvertTo(Kwd, 0.307m));
        Assert.Equal(new Money(3265635, Usd), new Money(25920000, Currency.Of("CNY")).ConvertTo(Usd, 0.125989013758m));
    }
}
