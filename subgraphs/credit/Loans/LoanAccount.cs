namespace FinFlow.Credit;

/// <summary>A loan with its installments: what is lent, and what is paid back, decided without I/O.</summary>
/// <param name="Installments">In order of their numbers.</param>
internal sealed record LoanAccount(Loan Loan, IReadOnlyList<LoanInstallment> Installments)
{
    public Money Outstanding => Money.Sum(Installments.Select(installment => installment.Outstanding), Loan.Principal.Currency);

    /// <summary>What fell due before <paramref name="today"/> and is not paid.</summary>
    public Money Due(DateOnly today)
        => Money.Sum(Installments.Where(installment => installment.DueDate < today).Select(installment => installment.Outstanding), Loan.Principal.Currency);

    /// <summary>The loan of an accepted offer, paid out now.</summary>
    public static LoanAccount Disburse(LoanOffer offer, string id, string userId, DateTimeOffset now)
    {
        var schedule = LoanSchedule.Of(offer.Amount, offer.AnnualRatePercent, offer.TermMonths, DayCount.Thirty360, DateOnly.FromDateTime(now.UtcDateTime));
        var nothing = Money.Zero(offer.Amount.Currency);
        var loan = new Loan
        {
            Id = id,
            OrganizationId = offer.OrganizationId,
            UserId = userId,
            LoanOfferId = offer.Id,
            Principal = offer.Amount,
            OutstandingPrincipal = offer.Amount,
            AnnualRatePercent = offer.AnnualRatePercent,
            TermMonths = offer.TermMonths,
            DayCount = DayCount.Thirty360,
            Purpose = offer.Purpose,
            DisbursedAt = now,
            NextDueDate = schedule[0].DueDate,
        };
        return new LoanAccount(loan,
        [
            .. schedule.Select(payment => new LoanInstallment
            {
                LoanId = id, Number = payment.Number, DueDate = payment.DueDate, Principal = payment.Principal, Interest = payment.Interest,
                PaidPrincipal = nothing, PaidInterest = nothing,
            }),
        ]);
    }

    /// <summary>Pays the oldest installments first, of each its interest first.</summary>
    public Result<(LoanAccount After, LoanRepayment Repayment)> Repay(Money amount, string repaymentId, DateTimeOffset now) => Loan switch
    {
        { Status: LoanStatus.Repaid } => new LoanAlreadyRepaid(Loan.Id),
        _ when amount.Currency != Loan.Principal.Currency => new CurrencyMismatch(Loan.Principal.Currency, amount.Currency),
        _ when !amount.IsPositive => new AmountNotPositive(amount),
        _ when amount > Outstanding => new RepaymentExceedsOutstanding(Outstanding, amount),
        _ => Allot(amount, repaymentId, now),
    };

    private (LoanAccount, LoanRepayment) Allot(Money amount, string repaymentId, DateTimeOffset now)
    {
        var left = amount;
        var installments = new List<LoanInstallment>(Installments.Count);
        foreach (var installment in Installments)
        {
            var part = Money.Min(left, installment.Outstanding);
            installments.Add(part.IsZero ? installment : installment.Pay(part, now));
            left -= part;
        }

        var interest = PaidInterest(installments) - PaidInterest(Installments);
        var principal = amount - interest;
        var next = installments.Find(installment => !installment.Outstanding.IsZero);
        var loan = Loan with
        {
            OutstandingPrincipal = Loan.OutstandingPrincipal - principal,
            NextDueDate = next?.DueDate,
            RepaidAt = next is null ? now : null,
        };
        return (
            new LoanAccount(loan.OnDay(DateOnly.FromDateTime(now.UtcDateTime)), installments),
            new LoanRepayment { Id = repaymentId, LoanId = Loan.Id, PrincipalPaid = principal, InterestPaid = interest, PaidAt = now });
    }

    private Money PaidInterest(IEnumerable<LoanInstallment> installments)
        => Money.Sum(installments.Select(installment => installment.PaidInterest), Loan.Principal.Currency);
}
