namespace FinFlow.Accounting;

public enum InvoiceStatus
{
    /// <summary>Written, not sent; nothing is booked yet.</summary>
    Draft,

    /// <summary>Sent: the customer owes it, and the sale is booked.</summary>
    Issued,

    /// <summary>Sent, and its due date has passed.</summary>
    Overdue,
    Paid,
    Cancelled,
}

/// <summary>What a customer is asked to pay. Issued, it is a sale and a receivable in the book.</summary>
public sealed record Invoice
{
    private const int CustomerNameCharactersMax = 200;

    /// <summary>The id, with the prefix <c>inv_</c>.</summary>
    [ID]
    public required string Id { get; init; }

    [GraphQLIgnore]
    public required string OrganizationId { get; init; }

    [GraphQLIgnore]
    public required string UserId { get; init; }

    /// <summary>Counts the organisation's invoices, from 1.</summary>
    [GraphQLIgnore]
    public required int Sequence { get; init; }

    [NotSearched]
    public required string CustomerName { get; init; }

    [NotSearched]
    public string? Description { get; init; }

    public required Money Amount { get; init; }

    /// <summary>The last day on which paying is in time.</summary>
    public required DateOnly DueDate { get; init; }

    public InvoiceStatus Status { get; init; } = InvoiceStatus.Draft;

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? IssuedAt { get; init; }

    public DateTimeOffset? PaidAt { get; init; }

    public DateTimeOffset? CancelledAt { get; init; }

    [GraphQLIgnore]
    public long Version { get; init; } = 1;

    /// <summary>The number that the customer sees, such as INV-00042; unique in the organisation.</summary>
    public string Number => $"INV-{Sequence:00000}";

    public static Result<Invoice> Create(
        string id, Caller caller, int sequence, string customerName, string? description, Money amount, DateOnly dueDate, DateTimeOffset now) => amount switch
    {
        _ when string.IsNullOrWhiteSpace(customerName) || customerName.Length > CustomerNameCharactersMax || customerName.Any(char.IsControl)
            => new CustomerNameInvalid(CustomerNameCharactersMax),
        _ when description is not null && !JournalDraft.IsText(description, JournalDraft.DescriptionCharactersMax) => new DescriptionInvalid(JournalDraft.DescriptionCharactersMax),
        { IsPositive: false } => new AmountNotPositive(amount),
        { Minor: > JournalDraft.AmountMinorMax } => new LineAmountTooLarge(amount),
        _ when dueDate < now.UtcDay => new DueDatePassed(dueDate),
        _ => new Invoice
        {
            Id = id,
            OrganizationId = caller.OrganizationId,
            UserId = caller.UserId,
            Sequence = sequence,
            CustomerName = customerName.Trim(),
            Description = description,
            Amount = amount,
            DueDate = dueDate,
            CreatedAt = now,
        },
    };

    public Result<Invoice> Issue(DateTimeOffset now) => Status switch
    {
        not InvoiceStatus.Draft => new InvoiceNotIssuable(Status),
        _ => this with { Status = InvoiceStatus.Issued, IssuedAt = now },
    };

    public Result<Invoice> Pay(DateTimeOffset now) => Status switch
    {
        not (InvoiceStatus.Issued or InvoiceStatus.Overdue) => new InvoiceNotPayable(Status),
        _ => this with { Status = InvoiceStatus.Paid, PaidAt = now },
    };

    public Result<Invoice> Cancel(DateTimeOffset now) => Status switch
    {
        InvoiceStatus.Paid or InvoiceStatus.Cancelled => new InvoiceNotCancellable(Status),
        _ => this with { Status = InvoiceStatus.Cancelled, CancelledAt = now },
    };

    /// <summary>Overdue from the day after its due date.</summary>
    public Invoice MarkOverdue(DateOnly today)
        => Status == InvoiceStatus.Issued && DueDate < today ? this with { Status = InvoiceStatus.Overdue } : this;
}
