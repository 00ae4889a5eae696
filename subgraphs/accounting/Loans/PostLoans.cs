namespace FinFlow.Accounting;

/// <summary>A loan brings cash and a debt.</summary>
public sealed class PostDisbursedLoan(JournalStore journal) : IEventHandler<LoanDisbursed>
{
    public async Task HandleAsync(EventContext<LoanDisbursed> received, CancellationToken cancellationToken)
    {
        var loan = received.Payload.Loan;
        var accounts = await journal.AccountsByCodeAsync(loan.OrganizationId, cancellationToken);
        var principal = new Money(loan.PrincipalMinor, Currency.Of(loan.Currency));
        await journal.PostOnceAsync(
            new JournalDraft(
                loan.OrganizationId,
                loan.UserId,
                JournalSource.Loan,
                loan.LoanId,
                received.Payload.OccurredAt.UtcDay,
                "Loan disbursed",
                [LineDraft.Debit(accounts[ChartOfAccounts.CashInBank], principal), LineDraft.Credit(accounts[ChartOfAccounts.Loans], principal)]),
            cancellationToken);
    }
}

/// <summary>A repayment lessens the debt by its principal; its interest is an expense.</summary>
public sealed class PostLoanRepayment(JournalStore journal) : IEventHandler<LoanRepaid>
{
    public async Task HandleAsync(EventContext<LoanRepaid> received, CancellationToken cancellationToken)
    {
        var repaid = received.Payload;
        var loan = repaid.Loan;
        var accounts = await journal.AccountsByCodeAsync(loan.OrganizationId, cancellationToken);
        var currency = Currency.Of(loan.Currency);
        LineDraft[] parts =
        [
            LineDraft.Debit(accounts[ChartOfAccounts.Loans], new Money(repaid.PrincipalPaidMinor, currency)),
            LineDraft.Debit(accounts[ChartOfAccounts.Interest], new Money(repaid.InterestPaidMinor, currency)),
        ];
        LineDraft[] paid = [.. parts.Where(part => !part.Amount.IsZero)];
        var total = Money.Sum(paid.Select(part => part.Amount), currency);
        await journal.PostOnceAsync(
            new JournalDraft(
                loan.OrganizationId,
                loan.UserId,
                JournalSource.LoanRepayment,
                repaid.RepaymentId,
                repaid.OccurredAt.UtcDay,
                "Loan repaid",
                [.. paid, LineDraft.Credit(accounts[ChartOfAccounts.CashInBank], total)]),
            cancellationToken);
    }
}
