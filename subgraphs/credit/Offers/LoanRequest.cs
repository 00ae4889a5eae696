namespace FinFlow.Credit;

/// <summary>What a business asks to borrow: checked here before anything is recorded.</summary>
internal sealed record LoanRequest(Money Amount, int TermMonths, string Purpose)
{
    private const decimal AmountMax = 100_000m;
    private const int TermMonthsMax = 360;
    private const int PurposeLengthMax = 500;

    /// <param name="score">The organisation's latest; null when it never asked for one.</param>
    public Result<IReadOnlyList<LoanOffer>> Offers(CreditScore? score, bool inArrears, Currency baseCurrency, TimeProvider clock) => this switch
    {
        _ when Amount.Currency != baseCurrency => new CurrencyMismatch(baseCurrency, Amount.Currency),
        { Amount.IsPositive: false } => new AmountNotPositive(Amount),
        _ when Amount.ToDecimal() > AmountMax => new LoanAmountTooLarge(AmountMax, baseCurrency),
        { TermMonths: < 1 or > TermMonthsMax } => new TermOutOfRange(1, TermMonthsMax),
        _ when string.IsNullOrWhiteSpace(Purpose) || Purpose.Length > PurposeLengthMax || Purpose.Any(char.IsControl) => new PurposeInvalid(PurposeLengthMax),
        _ when score is null || score.ExpiresAt <= clock.GetUtcNow() => new CreditScoreRequired(),
        _ when inArrears => new BorrowerInArrears(),
        _ => Result(score, clock),
    };

    private Result<IReadOnlyList<LoanOffer>> Result(CreditScore score, TimeProvider clock)
    {
        var (now, request) = (clock.GetUtcNow(), Id.New("lrq", clock));
        return (LoanOffer[])
        [
            .. LoanProducts.For(score.Band, Amount, TermMonths).Select(terms =>
            {
                var schedule = LoanSchedule.Of(terms.Amount, terms.AnnualRatePercent, terms.TermMonths, DayCount.Thirty360, DateOnly.FromDateTime(now.UtcDateTime));
                return new LoanOffer
                {
                    Id = Id.New("lof", clock),
                    OrganizationId = score.OrganizationId,
                    RequestId = request,
                    CreditScoreId = score.Id,
                    Band = score.Band,
                    Amount = terms.Amount,
                    AnnualRatePercent = terms.AnnualRatePercent,
                    TermMonths = terms.TermMonths,
                    MonthlyPayment = LoanSchedule.Payment(terms.Amount, terms.AnnualRatePercent, terms.TermMonths),
                    TotalInterest = Money.Sum(schedule.Select(payment => payment.Interest), terms.Amount.Currency),
                    Purpose = Purpose,
                    CreatedAt = now,
                    ExpiresAt = now + LoanOffer.Validity,
                };
            }),
        ];
    }
}
