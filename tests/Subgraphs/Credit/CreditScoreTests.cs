using FinFlow.Credit;
using FinFlow.Finance;
using FinFlow.Hosting;

namespace FinFlow.Subgraphs.Tests;

public sealed class CreditScoreTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 15, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 0, 0, 0.1)]
    [InlineData(10_000, 0, 0, 0.5)]
    [InlineData(6_000, 2_000, 0, 0.5)]
    [InlineData(18_000, 0, 0, 0.9)]
    [InlineData(50_000, 10_000, 1, 0.8)]
    [InlineData(50_000, 10_000, 20, 0.1)]
    [InlineData(5_000, -40_000, 0, 0.1)]
    public void Rating_Should_FollowTheFormula(int income, int cashFlow, int delinquencies, double rating)
        => Assert.Equal((decimal)rating, BaselineModel.Rate(Features(income, cashFlow, delinquencies)).Value);

    [Theory]
    [InlineData(50_000, 10_000, 0, CreditBand.LowRisk)]
    [InlineData(50_000, 10_000, 1, CreditBand.LowRisk)]
    [InlineData(50_000, 10_000, 2, CreditBand.MediumRisk)]
    [InlineData(50_000, 10_000, 3, CreditBand.MediumRisk)]
    [InlineData(50_000, 10_000, 4, CreditBand.HighRisk)]
    public void Band_Should_FollowTheRating(int income, int cashFlow, int delinquencies, CreditBand band)
        => Assert.Equal(band, Compute(Features(income, cashFlow, delinquencies)).Band);

    [Fact]
    public void Reasons_Should_AddUpToTheScore_ForAnyHistory()
    {
        var random = new Random(20260315);
        for (var i = 0; i < 5_000; i++)
        {
            var score = Compute(Features(random.Next(-5_000, 60_000), random.Next(-9_000, 20_000), random.Next(12)));

            Assert.Equal(score.Score, score.Reasons.Sum(reason => reason.Contribution));
            Assert.InRange(score.Score, 300, 850);
        }
    }

    [Fact]
    public void ProbabilityOfDefault_Should_FallAsTheScoreRises()
    {
        var probabilities = Enumerable.Range(300, 551).Select(Points.ProbabilityOfDefault).ToList();

        Assert.Equal(probabilities.OrderDescending(), probabilities);
        Assert.All(probabilities, probability => Assert.InRange(probability, 0m, 1m));
    }

    [Fact]
    public void Features_Should_ComeFromTheMonthsThatCount()
    {
        var history = new CreditHistory(
            new DateTimeOffset(2026, 1, 20, 0, 0, 0, TimeSpan.Zero),
            [
                new MonthlyActivity { OrganizationId = "org_1", Month = new DateOnly(2025, 3, 1), CapturedMinor = 999_00, Disputes = 1 },
                new MonthlyActivity { OrganizationId = "org_1", Month = new DateOnly(2026, 1, 1), CapturedMinor = 300_00, RefundedMinor = 60_00, Captures = 3, Failures = 1, Refunds = 1 },
                new MonthlyActivity { OrganizationId = "org_1", Month = new DateOnly(2026, 3, 1), InvoicesPaidMinor = 60_00, ExpensesMinor = 30_00, InvoicesIssued = 2, InvoicesOverdue = 1 },
            ],
            [], []);

        var features = CreditFeatures.Of(history, Currency.Of("USD"), Noon);

        // January 240, February nothing, March 60: 300 in three months, of which 30 were spent.
        Assert.Equal(
            new CreditFeatures(
                Income: 300m, MonthlyCashFlow: 90m, Delinquencies: 1, TenureMonths: 1, IncomeVolatility: 1.0198m, RefundRate: 0.2m, FailureRate: 0.25m,
                InvoicesIssued: 2, InvoicesOverdue: 1, LoansRepaid: 0, LoansOpen: 0),
            features);
    }

    private static CreditScore Compute(CreditFeatures features)
        => CreditScore.Compute("csc_1", 1, new Caller("usr_1", "org_1", "ses_1", [], System.Collections.Frozen.FrozenSet<string>.Empty), features, BaselineModel.Instance, null, Noon);

    private static CreditFeatures Features(decimal income, decimal cashFlow, int delinquencies) => new(income, cashFlow, delinquencies, 0, 0, 0, 0, 0, 0, 0, 0);
}
