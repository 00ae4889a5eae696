namespace FinFlow.Analytics;

/// <summary>How many payments of one currency took which step on one day.</summary>
public sealed class PaymentDay : IDayOfFigures
{
    public required string OrganizationId { get; init; }

    public required DateOnly Day { get; init; }

    public required Currency Currency { get; init; }

    public int AuthorizedCount { get; set; }

    public int HeldCount { get; set; }

    public int FailedCount { get; set; }

    public int VoidedCount { get; set; }

    public int RefundCount { get; set; }

    public int DisputeCount { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
}
