namespace FinFlow.Analytics;

/// <summary>What one day's journal entries of one kind moved on the sales and fee accounts, in minor units.</summary>
public sealed class RevenueDay : IDayOfFigures
{
    public required string OrganizationId { get; init; }

    public required DateOnly Day { get; init; }

    public required Currency Currency { get; init; }

    /// <summary>What the entries book: PAYMENT, REFUND, INVOICE, MANUAL, REVERSAL …</summary>
    public required string Source { get; init; }

    public long RevenueMinor { get; set; }

    public long RefundsMinor { get; set; }

    public long FeesMinor { get; set; }

    public int EntryCount { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
}
