namespace FinFlow.Credit;

/// <summary>A business from the moment that it registered: the beginning of its history.</summary>
public sealed record Borrower
{
    public required string OrganizationId { get; init; }

    public required DateTimeOffset Since { get; init; }
}

/// <summary>What an organisation did in one month, in minor units of the base currency. Other currencies are counted, not summed: there is no rate here.</summary>
public sealed class MonthlyActivity
{
    public required string OrganizationId { get; init; }

    /// <summary>The first day of the month, UTC.</summary>
    public required DateOnly Month { get; init; }

    public long CapturedMinor { get; set; }

    public long RefundedMinor { get; set; }

    public long DisputedMinor { get; set; }

    public long InvoicesPaidMinor { get; set; }

    public long ExpensesMinor { get; set; }

    public int Captures { get; set; }

    public int Refunds { get; set; }

    public int Failures { get; set; }

    public int Disputes { get; set; }

    public int InvoicesIssued { get; set; }

    public int InvoicesPaid { get; set; }

    public int InvoicesOverdue { get; set; }

    public long Version { get; private set; }

    /// <summary>What the business took in: captures and paid invoices, less what went back.</summary>
    public long IncomeMinor => CapturedMinor + InvoicesPaidMinor - RefundedMinor - DisputedMinor;

    public static DateOnly MonthOf(DateTimeOffset time) => new(time.UtcDateTime.Year, time.UtcDateTime.Month, 1);
}
