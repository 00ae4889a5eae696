namespace FinFlow.Transactions;

/// <summary>A loan as credit's events tell it.</summary>
internal sealed record KnownLoan(string LoanId)
{
    public required string OrganizationId { get; init; }

    public required Currency Currency { get; init; }

    public long PrincipalMinor { get; init; }

    public long OutstandingMinor { get; init; }

    public LoanEvidence ToEvidence() => new(new Money(PrincipalMinor, Currency), new Money(OutstandingMinor, Currency));
}

/// <summary>Keeps what is left of each loan.</summary>
internal sealed class FollowLoan(TransactionsDbContext db) : IEventHandler<LoanDisbursed>, IEventHandler<LoanRepaid>
{
    public Task HandleAsync(EventContext<LoanDisbursed> received, CancellationToken cancellationToken) => KeepAsync(received.Payload.Loan, cancellationToken);

    public Task HandleAsync(EventContext<LoanRepaid> received, CancellationToken cancellationToken) => KeepAsync(received.Payload.Loan, cancellationToken);

    private async Task KeepAsync(LoanFacts told, CancellationToken cancellationToken)
    {
        var loan = new KnownLoan(told.LoanId)
        {
            OrganizationId = told.OrganizationId, Currency = Currency.Of(told.Currency), PrincipalMinor = told.PrincipalMinor, OutstandingMinor = told.OutstandingMinor,
        };
        _ = await db.Loans.AnyAsync(known => known.LoanId == loan.LoanId, cancellationToken) ? db.Update(loan) : db.Add(loan);
    }
}
