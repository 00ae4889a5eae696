using FinFlow.Credit;
using FinFlow.Finance;

namespace FinFlow.Subgraphs.Tests;

public sealed class LoanScheduleTests
{
    private static readonly Currency Usd = Currency.Of("USD");
    private static readonly DateOnly NewYear = new(2024, 1, 1);

    [Fact]
    public void Thirty360_Should_EqualThePublishedSchedule()
    {
        var schedule = LoanSchedule.Of(new Money(100_00, Usd), 9.4822m, 6, DayCount.Thirty360, NewYear);

        Assert.All(schedule, payment => Assert.Equal(17_13, payment.Amount.Minor));
        Assert.Equal([79L, 66, 53, 40, 27, 13], schedule.Select(payment => payment.Interest.Minor));
    }

    [Fact]
    public void Actual365_Should_EqualThePublishedSchedule()
    {
        var schedule = LoanSchedule.Of(new Money(100_00, Usd), 15.678m, 6, DayCount.Actual365, NewYear);

        Assert.Equal([17_43L, 17_43, 17_43, 17_43, 17_43, 17_47], schedule.Select(payment => payment.Amount.Minor));
    }

    [Fact]
    public void SevenPercentOverAYear_Should_Cost865AMonth()
        => Assert.Equal(new Money(8_65, Usd), LoanSchedule.Payment(new Money(100_00, Usd), 7m, 12));

    [Theory]
    [InlineData(50_000, 4.5, 60, 932_15)]
    [InlineData(25_000, 4.2, 36, 740_33)]
    [InlineData(10_000, 3.9, 24, 433_80)]
    [InlineData(25_000, 6.5, 60, 489_15)]
    [InlineData(10_000, 6.2, 36, 305_13)]
    [InlineData(5_000, 5.9, 24, 221_38)]
    [InlineData(5_000, 9.9, 36, 161_10)]
    [InlineData(2_500, 8.9, 24, 114_10)]
    public void EveryProduct_Should_HaveTheAnnuityOfTheFormula(long amount, double percent, int months, long monthly)
        => Assert.Equal(monthly, LoanSchedule.Payment(new Money(amount * 100, Usd), (decimal)percent, months).Minor);

    [Fact]
    public void Principal_Should_AddUpToTheLoan_ForAnyTerms()
    {
        var random = new Random(20260101);
        for (var i = 0; i < 500; i++)
        {
            var principal = new Money(random.NextInt64(1, 10_000_000), Usd);
            var schedule = LoanSchedule.Of(principal, random.Next(0, 3_000) / 100m, random.Next(1, 361), (DayCount)random.Next(2), NewYear.AddDays(random.Next(3_000)));

            Assert.Equal(principal, Money.Sum(schedule.Select(payment => payment.Principal), Usd));
            Assert.All(schedule, payment => Assert.True(payment is { Principal.Minor: >= 0, Interest.Minor: >= 0 }));
        }
    }

    [Fact]
    public void DueDates_Should_StayOnTheLastDay_WhenAMonthIsShort()
    {
        var schedule = LoanSchedule.Of(new Money(100_00, Usd), 5m, 3, DayCount.Thirty360, new DateOnly(2025, 1, 31));

        Assert.Equal([new DateOnly(2025, 2, 28), new(2025, 3, 31), new(2025, 4, 30)], schedule.Select(payment => payment.DueDate));
    }
}
