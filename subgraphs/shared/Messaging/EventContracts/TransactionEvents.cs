namespace FinFlow.Messaging;

/// <param name="PaymentId">The payment that it judges; null for a transaction that was submitted by itself.</param>
/// <param name="RiskScore">0 to 1, higher is riskier.</param>
/// <param name="RiskLevel">LOW, MEDIUM, HIGH or CRITICAL.</param>
/// <param name="Errors">The codes of the rules that spoke against it.</param>
public sealed record TransactionFacts(
    string TransactionId,
    string? PaymentId,
    string OrganizationId,
    string? UserId,
    string Type,
    long AmountMinor,
    string Currency,
    string? Country,
    decimal RiskScore,
    string RiskLevel,
    IReadOnlyList<string> Errors);

public interface ITransactionEvent : IEvent
{
    TransactionFacts Transaction { get; }

    DateTimeOffset OccurredAt { get; }

    string IEvent.AggregateId => Transaction.TransactionId;

    string? IEvent.OrganizationId => Transaction.OrganizationId;

    string? IEvent.PersonId => Transaction.UserId;
}

/// <param name="ReviewerId">The user who approved what was held; null when the rules alone decided.</param>
public sealed record TransactionApproved(TransactionFacts Transaction, string? ReviewerId, DateTimeOffset OccurredAt) : ITransactionEvent;

public sealed record TransactionHeld(TransactionFacts Transaction, DateTimeOffset OccurredAt) : ITransactionEvent;

public sealed record TransactionRejected(
    TransactionFacts Transaction, string? ReviewerId, [property: Personal] string? Reason, DateTimeOffset OccurredAt) : ITransactionEvent;

public sealed record TransactionCompleted(TransactionFacts Transaction, DateTimeOffset OccurredAt) : ITransactionEvent;
