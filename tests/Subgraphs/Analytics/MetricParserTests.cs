using FinFlow.Analytics;
using FinFlow.Finance;
using FsCheck;
using FsCheck.Fluent;

namespace FinFlow.Subgraphs.Tests;

/// <summary>The language of metrics: what it computes, and where and why it refuses.</summary>
public sealed class MetricParserTests
{
    /// <summary>Revenue 120.00, refunds 20.00, fees 3.50, 4 payments, 2 of them by one of two users.</summary>
    private static readonly IReadOnlyCollection<IDayOfFigures> Day =
    [
        new RevenueDay { OrganizationId = "org_1", Day = default, Currency = SomeReport.Usd, Source = "PAYMENT", RevenueMinor = 12_000, FeesMinor = 350, EntryCount = 4 },
        new RevenueDay { OrganizationId = "org_1", Day = default, Currency = SomeReport.Usd, Source = "REFUND", RefundsMinor = 2_000, EntryCount = 1 },
        new UserDay { OrganizationId = "org_1", Day = default, UserId = "usr_1", ActionCount = 2 },
        new UserDay { OrganizationId = "org_1", Day = default, UserId = "usr_2", ActionCount = 1 },
    ];

    [Theory]
    [InlineData("revenue", MetricType.Money, "12000")]
    [InlineData("revenue - refunds - fees", MetricType.Money, "9650")]
    [InlineData("netRevenue", MetricType.Money, "9650")]
    [InlineData("revenue - (refunds - fees)", MetricType.Money, "10350")]
    [InlineData("revenue / paymentCount", MetricType.Money, "3000")]
    [InlineData("refunds / revenue * 100", MetricType.Number, "16.6666666667")]
    [InlineData("1 + 2 * paymentCount", MetricType.Number, "9")]
    [InlineData("2 * revenue", MetricType.Money, "24000")]
    [InlineData("revenue * 0.029 + paymentCount * (fees / 2)", MetricType.Money, "1048")]
    [InlineData("-fees", MetricType.Money, "-350")]
    [InlineData("--paymentCount", MetricType.Number, "4")]
    [InlineData("max(revenue - refunds, fees)", MetricType.Money, "10000")]
    [InlineData("min(paymentCount, 3)", MetricType.Number, "3")]
    [InlineData("actionCount / activeUserCount", MetricType.Number, "1.5")]
    [InlineData(" \t\r\n revenue\n", MetricType.Money, "12000")]
    [InlineData("revenue / heldCount", MetricType.Money, null)]
    [InlineData("1 / (paymentCount - 4) + 1", MetricType.Number, null)]
    [InlineData("99999999999999999999 * 99999999999999999999 * paymentCount", MetricType.Number, null)]
    public void Expression_Should_BeComputedExactly(string text, MetricType type, string? value)
    {
        var expression = MetricParser.Parse(text).Value;

        Assert.Equal(type, expression.Type);
        Assert.Equal(
            value is null ? (decimal?)null : decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture),
            expression.ValueOn(Day) is { } computed ? decimal.Round(computed, 10) : (decimal?)null);
    }

    [Theory]
    [InlineData("", "At position 1: expected a field, a number or \"(\", but found the end.")]
    [InlineData("   ", "At position 4: expected a field, a number or \"(\", but found the end.")]
    [InlineData("revenue +", "At position 10: expected a field, a number or \"(\", but found the end.")]
    [InlineData("revenue + * fees", "At position 11: expected a field, a number or \"(\", but found \"*\".")]
    [InlineData("revenue fees", "At position 9: expected +, -, *, / or the end, but found \"fees\".")]
    [InlineData("revenue)", "At position 8: expected +, -, *, / or the end, but found \")\".")]
    [InlineData("(revenue", "At position 9: expected \")\", but found the end.")]
    [InlineData("max(revenue)", "At position 12: expected \",\", but found \")\".")]
    [InlineData("max revenue", "At position 5: expected \"(\", but found \"revenue\".")]
    [InlineData("revenue + 1", "At position 11: expected an amount, but found a number.")]
    [InlineData("paymentCount - fees", "At position 16: expected a number, but found an amount.")]
    [InlineData("min(fees, 3)", "At position 11: expected an amount, but found a number.")]
    [InlineData("revenue * fees", "At position 11: expected a number, but found an amount: the product of two amounts means nothing.")]
    [InlineData("paymentCount / fees", "At position 16: expected a number, but found an amount.")]
    [InlineData("revenue / 0", "At position 11: expected a number other than zero, but found 0.")]
    [InlineData("1 + 1", "At position 1: expected a field such as revenue somewhere, but found only numbers.")]
    [InlineData("1. + paymentCount", "At position 1: expected a number such as 12.5, of at most 20 characters, but found \"1.\".")]
    [InlineData("1.2.3 + paymentCount", "At position 1: expected a number such as 12.5, of at most 20 characters, but found \"1.2.3\".")]
    [InlineData("123456789012345678901", "At position 1: expected a number such as 12.5, of at most 20 characters, but found \"123456789012345678901\".")]
    [InlineData("revenue; drop table metrics", "At position 8: expected +, -, *, / or the end, but found \";\".")]
    [InlineData("revenue ^ 2", "At position 9: expected +, -, *, / or the end, but found \"^\".")]
    [InlineData("💶", "At position 1: expected a field, a number or \"(\", but found \"💶\".")]
    [InlineData("revenue * '2'", "At position 11: expected a field, a number or \"(\", but found \"'\".")]
    public void Mistake_Should_BeToldWithItsPlace(string text, string message) => Assert.Equal(message, MetricParser.Parse(text).Refusal?.Message);

    [Theory]
    [InlineData("profit", 1, "\"profit\"")]
    [InlineData("revenue - Refunds", 11, "\"Refunds\"")]
    [InlineData("org_1.revenue", 1, "\"org_1\"")]
    [InlineData("system(1)", 1, "\"system\"")]
    public void Name_Should_BeOneOfTheTable(string text, int position, string found)
    {
        var refusal = Assert.IsType<MetricExpressionInvalid>(MetricParser.Parse(text).Refusal);

        Assert.Equal((position, found), (refusal.Position, refusal.Found));
        Assert.Equal($"one of {string.Join(", ", MetricFields.All.Select(field => field.Name))}", refusal.Expected);
    }

    [Fact]
    public void Size_Should_BeBounded()
    {
        Assert.Equal("An expression has at most 500 characters.", MetricParser.Parse($"revenue{new string(' ', 494)}").Refusal?.Message);
        Assert.Equal(12_000, MetricParser.Parse($"{new string('(', 15)}revenue{new string(')', 15)}").Value.ValueOn(Day));
        Assert.Equal(
            "At position 17: expected at most 16 levels of nesting, but found one more.",
            MetricParser.Parse($"{new string('(', 16)}revenue{new string(')', 16)}").Refusal?.Message);
        Assert.Equal(12_000 * 62, MetricParser.Parse(string.Join('+', Enumerable.Repeat("revenue", 62))).Value.ValueOn(Day));
    }

    [Fact]
    public void AnyText_Should_BeComputedOrRefused_WithinItsLength()
        => Prop.ForAll(
            ArbMap.Default.GeneratorFor<int[]>().Select(Write).ToArbitrary(),
            text => MetricParser.Parse(text).Match(
                expression => expression.ValueOn(Day) == expression.ValueOn(Day),
                refusal => refusal is MetricExpressionTooLong || (refusal is MetricExpressionInvalid { Position: var position } && position >= 1 && position <= text.Length + 1)))
            .QuickCheckThrowOnFailure();

    private static string Write(int[] choices)
    {
        string[] parts = [.. MetricFields.All.Select(field => field.Name), "+", "-", "*", "/", "(", ")", ",", "min", "max", "0", "1", "2.5", " ", "x", "§", "1e9"];
        return string.Concat(choices.Select(choice => parts[(int)((uint)choice % parts.Length)]));
    }
}
