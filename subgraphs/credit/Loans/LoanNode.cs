namespace FinFlow.Credit;

[ObjectType<Loan>]
public static class LoanNode
{
    /// <summary>All monthly payments, paid or not, in order.</summary>
    public static async Task<IReadOnlyList<LoanInstallment>> GetInstallmentsAsync(
        [Parent] Loan loan, IInstallmentsByLoanIdDataLoader installments, CancellationToken cancellationToken)
        => await installments.LoadAsync(loan.Id, cancellationToken) ?? [];

    /// <summary>The oldest installment that is not fully paid; null when the loan is repaid.</summary>
    public static async Task<LoanInstallment?> GetNextInstallmentAsync(
        [Parent] Loan loan, IInstallmentsByLoanIdDataLoader installments, CancellationToken cancellationToken)
        => (await installments.LoadAsync(loan.Id, cancellationToken) ?? []).FirstOrDefault(installment => !installment.Outstanding.IsZero);

    /// <summary>What was paid back, oldest first.</summary>
    public static async Task<IReadOnlyList<LoanRepayment>> GetRepaymentsAsync(
        [Parent] Loan loan, IRepaymentsByLoanIdDataLoader repayments, CancellationToken cancellationToken)
        => await repayments.LoadAsync(loan.Id, cancellationToken) ?? [];

    /// <summary>The offer that was accepted.</summary>
    public static async Task<LoanOffer> GetOfferAsync([Parent] Loan loan, ILoanOfferByIdDataLoader offers, CancellationToken cancellationToken)
        => await offers.LoadRequiredAsync(loan.LoanOfferId, cancellationToken);
}

internal static class LoanLoaders
{
    [DataLoader]
    public static async Task<IReadOnlyDictionary<string, Loan>> GetLoanByIdAsync(
        IReadOnlyList<string> ids, CreditDbContext db, CancellationToken cancellationToken)
        => await db.Loans.AsNoTracking().Where(loan => ids.Contains(loan.Id)).ToDictionaryAsync(loan => loan.Id, cancellationToken);

    [DataLoader]
    public static async Task<IReadOnlyDictionary<string, LoanInstallment[]>> GetInstallmentsByLoanIdAsync(
        IReadOnlyList<string> loanIds, CreditDbContext db, CancellationToken cancellationToken)
        => (await db.Installments.AsNoTracking().Where(installment => loanIds.Contains(installment.LoanId)).ToListAsync(cancellationToken))
            .GroupBy(installment => installment.LoanId)
            .ToDictionary(ofLoan => ofLoan.Key, ofLoan => ofLoan.OrderBy(installment => installment.Number).ToArray());

    [DataLoader]
    public static async Task<IReadOnlyDictionary<string, LoanRepayment[]>> GetRepaymentsByLoanIdAsync(
        IReadOnlyList<string> loanIds, CreditDbContext db, CancellationToken cancellationToken)
        => (await db.Repayments.AsNoTracking().Where(repayment => loanIds.Contains(repayment.LoanId)).ToListAsync(cancellationToken))
            .GroupBy(repayment => repayment.LoanId)
            .ToDictionary(ofLoan => ofLoan.Key, ofLoan => ofLoan.OrderBy(repayment => repayment.Id, StringComparer.Ordinal).ToArray());
}
