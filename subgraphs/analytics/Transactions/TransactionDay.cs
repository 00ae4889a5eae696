namespace FinFlow.Analytics;

/// <summary>How the transactions of one day, currency and risk level were judged.</summary>
public sealed class TransactionDay : IDayOfFigures
{
    public required string OrganizationId { get; init; }

    public required DateOnly Day { get; init; }

    public required Currency Currency { get; init; }

    /// <summary>LOW, MEDIUM, HIGH or CRITICAL.</summary>
    public required string RiskLevel { get; init; }

    /// <summary>Judged by the rules, each transaction once.</summary>
    public int JudgedCount { get; set; }

    public long JudgedMinor { get; set; }

    public int HeldCount { get; set; }

    public int RejectedCount { get; set; }

    /// <summary>Approved by a reviewer after they were held.</summary>
    public int ReleasedCount { get; set; }

    public int CompletedCount { get; set; }

    /// <summary>Millionths, since a sum of scores must not depend on the order of adding.</summary>
    public long RiskScoreMicros { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    public void Judge(TransactionFacts transaction)
    {
        JudgedCount++;
        JudgedMinor += transaction.AmountMinor;
        RiskScoreMicros += (long)decimal.Round(transaction.RiskScore * 1_000_000);
    }
}
