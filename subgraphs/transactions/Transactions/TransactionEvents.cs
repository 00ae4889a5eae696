using System.Text.Json;

namespace FinFlow.Transactions;

/// <summary>Transactions in the words of the event contracts.</summary>
internal static class TransactionEvents
{
    /// <summary>What the judgement, or a reviewer, decided.</summary>
    public static IEvent Verdict(Transaction transaction, DateTimeOffset at) => transaction.Status switch
    {
        TransactionStatus.Held => new TransactionHeld(FactsOf(transaction), at),
        TransactionStatus.Rejected => new TransactionRejected(FactsOf(transaction), transaction.ReviewerId, transaction.ReviewReason, at),
        _ => new TransactionApproved(FactsOf(transaction), transaction.ReviewerId, at),
    };

    public static TransactionCompleted Completed(Transaction transaction, DateTimeOffset at) => new(FactsOf(transaction), at);

    private static TransactionFacts FactsOf(Transaction transaction)
        => new(
            transaction.Id, transaction.PaymentId, transaction.OrganizationId, transaction.UserId, Upper(transaction.Type),
            transaction.Amount.Minor, transaction.Amount.Currency.Code, transaction.Country?.Alpha2,
            transaction.RiskScore, Upper(transaction.RiskLevel), [.. transaction.Errors.Select(Upper)]);

    private static string Upper<T>(T value) where T : struct, Enum => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString());
}
