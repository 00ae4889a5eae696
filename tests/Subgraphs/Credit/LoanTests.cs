using FinFlow.Credit;
using FinFlow.Finance;

namespace FinFlow.Subgraphs.Tests;

public sealed class LoanTests
{
    private static readonly Currency Usd = Currency.Of("USD");
    private static readonly DateTimeOffset Start = new(2026, 1, 10, 9, 0, 0, TimeSpan.Zero);

    private readonly LoanAccount account = LoanAccount.Disburse(Offer(), "lon_1", "usr_1", Start);

    [Fact]
    public void Repay_Should_PayInterestFirst_OldestInstallmentFirst()
    {
        var first = account.Installments[0];

        var (after, repayment) = account.Repay(first.Interest + new Money(100, Usd), "lrp_1", Start.AddDays(3)).Value;

        Assert.Equal((first.Interest, new Money(100, Usd)), (repayment.InterestPaid, repayment.PrincipalPaid));
        Assert.Equal(first.Principal - new Money(100, Usd), after.Installments[0].Outstanding);
        Assert.Equal(new Money(499_900, Usd), after.Loan.OutstandingPrincipal);
        Assert.Equal(first.DueDate, after.Loan.NextDueDate);
    }

    [Fact]
    public void Repay_Should_CloseTheLoan_WhenAllIsPaid()
    {
        var (after, repayment) = account.Repay(account.Outstanding, "lrp_1", Start.AddDays(3)).Value;

        Assert.Equal((LoanStatus.Repaid, 0L, null), (after.Loan.Status, after.Loan.OutstandingPrincipal.Minor, after.Loan.NextDueDate));
        Assert.Equal(new Money(500_000, Usd), repayment.PrincipalPaid);
        Assert.Equal(new LoanAlreadyRepaid("lon_1"), after.Repay(new Money(1, Usd), "lrp_2", Start).Refusal);
    }

    [Fact]
    public void Repay_Should_Refuse_WhatIsTooMuchOrNothingOrForeign()
    {
        var tooMuch = account.Outstanding + new Money(1, Usd);

        Assert.Equal(new RepaymentExceedsOutstanding(account.Outstanding, tooMuch), account.Repay(tooMuch, "lrp_1", Start).Refusal);
        Assert.Equal(new AmountNotPositive(Money.Zero(Usd)), account.Repay(Money.Zero(Usd), "lrp_1", Start).Refusal);
        Assert.Equal(new CurrencyMismatch(Usd, Currency.Of("EUR")), account.Repay(new Money(100, Currency.Of("EUR")), "lrp_1", Start).Refusal);
    }

    [Theory]
    [InlineData("2026-02-10", LoanStatus.Active)]
    [InlineData("2026-02-11", LoanStatus.Overdue)]
    [InlineData("2026-05-10", LoanStatus.Overdue)]
    [InlineData("2026-05-11", LoanStatus.Defaulted)]
    public void Loan_Should_BecomeOverdueAndThenDefault(string day, LoanStatus status)
        => Assert.Equal(status, account.Loan.OnDay(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)).Status);

    [Fact]
    public void OverdueLoan_Should_BeActiveAgain_WhenArrearsArePaid()
    {
        var late = account with { Loan = account.Loan.OnDay(new DateOnly(2026, 2, 20)) };

        var (after, _) = late.Repay(late.Due(new DateOnly(2026, 2, 20)), "lrp_1", Start.AddDays(41)).Value;

        Assert.Equal(LoanStatus.Active, after.Loan.Status);
        Assert.True(after.Installments[0].IsLateOn(new DateOnly(2026, 3, 1)));
    }

    [Fact]
    public void Offer_Should_BeAcceptedOnceAndInTime()
    {
        var offer = Offer();

        Assert.Equal(new LoanOfferNotOpen(LoanOfferStatus.Accepted), offer.Accept(Start).Value.Accept(Start).Refusal);
        Assert.Equal(new LoanOfferNotOpen(LoanOfferStatus.Withdrawn), offer.Withdraw().Accept(Start).Refusal);
        Assert.Equal(new LoanOfferExpired(offer.ExpiresAt), offer.Accept(offer.ExpiresAt).Refusal);
    }

    [Fact]
    public void Products_Should_OfferAsMuchAndAsLongAsTheyGive_CheapestWhereTheSame()
    {
        (Money, decimal, int)[] Offered(CreditBand band, long amount, int months) => [.. LoanProducts.For(band, new Money(amount * 100, Usd), months)];

        Assert.Equal(
            [(new Money(50_000_00, Usd), 4.5m, 60), (new Money(25_000_00, Usd), 4.2m, 36), (new Money(10_000_00, Usd), 3.9m, 24)],
            Offered(CreditBand.LowRisk, 60_000, 72));
        Assert.Equal([(new Money(12_000_00, Usd), 4.2m, 36), (new Money(10_000_00, Usd), 3.9m, 24)], Offered(CreditBand.LowRisk, 12_000, 36));
        Assert.Equal([(new Money(1_000_00, Usd), 8.9m, 6)], Offered(CreditBand.HighRisk, 1_000, 6));
    }

    private static LoanOffer Offer() => new()
    {
        Id = "lof_1", OrganizationId = "org_1", RequestId = "lrq_1", CreditScoreId = "csc_1", Band = CreditBand.HighRisk, Amount = new Money(500_000, Usd),
        AnnualRatePercent = 9.9m, TermMonths = 6, MonthlyPayment = new Money(85_758, Usd), TotalInterest = new Money(14_549, Usd), Purpose = "stock",
        CreatedAt = Start, ExpiresAt = Start.AddDays(30),
    };
}
