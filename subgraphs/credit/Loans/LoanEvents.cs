namespace FinFlow.Credit;

/// <summary>Loans in the words of the event contracts.</summary>
internal static class LoanEvents
{
    public static LoanDisbursed Disbursed(Loan loan) => new(FactsOf(loan), loan.DisbursedAt);

    public static LoanRepaid Repaid(Loan loan, LoanRepayment repayment)
        => new(FactsOf(loan), repayment.Id, repayment.PrincipalPaid.Minor, repayment.InterestPaid.Minor, repayment.PaidAt);

    /// <summary>Told when a loan becomes overdue, and again when it defaults: the days tell which.</summary>
    public static LoanOverdue Overdue(LoanAccount account, DateOnly today, DateTimeOffset now)
        => new(FactsOf(account.Loan), account.Due(today).Minor, account.Loan.DaysOverdue(today), now);

    private static LoanFacts FactsOf(Loan loan)
        => new(loan.Id, loan.OrganizationId, loan.UserId, loan.Principal.Minor, loan.OutstandingPrincipal.Minor, loan.Principal.Currency.Code);
}
