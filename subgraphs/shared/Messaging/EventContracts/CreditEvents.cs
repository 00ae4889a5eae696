namespace FinFlow.Messaging;

/// <param name="ProbabilityOfDefault">0 to 1.</param>
public sealed record ScoreComputed(
    string CreditScoreId,
    string? OrganizationId,
    string? UserId,
    int Score,
    string Band,
    double ProbabilityOfDefault,
    string ModelName,
    string ModelVersion,
    DateTimeOffset OccurredAt) : IEvent
{
    string IEvent.AggregateId => CreditScoreId;
}

/// <param name="OutstandingMinor">The principal that is still owed after this step.</param>
public sealed record LoanFacts(
    string LoanId, string OrganizationId, string? UserId, long PrincipalMinor, long OutstandingMinor, string Currency);

public interface ILoanEvent : IEvent
{
    LoanFacts Loan { get; }

    string IEvent.AggregateId => Loan.LoanId;

    string? IEvent.OrganizationId => Loan.OrganizationId;
}

public sealed record LoanDisbursed(LoanFacts Loan, DateTimeOffset OccurredAt) : ILoanEvent;

/// <param name="RepaymentId">The instalment's own id, so that a book can post each once.</param>
public sealed record LoanRepaid(
    LoanFacts Loan, string RepaymentId, long PrincipalPaidMinor, long InterestPaidMinor, DateTimeOffset OccurredAt) : ILoanEvent;

public sealed record LoanOverdue(LoanFacts Loan, long DueMinor, int DaysOverdue, DateTimeOffset OccurredAt) : ILoanEvent;
