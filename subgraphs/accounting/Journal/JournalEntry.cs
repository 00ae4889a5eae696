namespace FinFlow.Accounting;

/// <summary>What an entry books.</summary>
public enum JournalSource
{
    Manual,
    Payment,
    Refund,
    Dispute,
    Loan,
    LoanRepayment,
    Invoice,
    InvoicePayment,
    Revaluation,
    Reversal,
}

public enum Side
{
    Debit,
    Credit,
}

/// <summary>A posting in an organisation's book. It is never changed and never deleted: a mistake is corrected by a reversal.</summary>
public sealed record JournalEntry
{
    /// <summary>The id, with the prefix <c>je_</c>.</summary>
    [ID]
    public required string Id { get; init; }

    [GraphQLIgnore]
    public required string OrganizationId { get; init; }

    /// <summary>Who posted it, or whose payment, loan or invoice it books.</summary>
    [GraphQLIgnore]
    public string? UserId { get; init; }

    public required JournalSource SourceType { get; init; }

    /// <summary>The id of the payment, refund, loan, invoice or entry that it books; null for a manual entry.</summary>
    [ID]
    public string? SourceId { get; init; }

    /// <summary>The day on which it counts, which may be before the day it was posted.</summary>
    public required DateOnly EffectiveDate { get; init; }

    public required string Description { get; init; }

    /// <summary>The business's own name for it, such as a receipt's number.</summary>
    public string? Reference { get; init; }

    public required DateTimeOffset PostedAt { get; init; }

    /// <summary>The payment that it belongs to, when it books one or its refund.</summary>
    [GraphQLIgnore]
    public string? PaymentId { get; init; }

    /// <summary>The processor that moved that payment's money.</summary>
    [GraphQLIgnore]
    public string? Processor { get; init; }

    /// <summary>The day on which it happened, when the book was closed by then, so that it counts on the next open day.</summary>
    public DateOnly? PostponedFrom { get; init; }

    /// <summary>Why it counts later than it happened.</summary>
    public string? PostponementReason { get; init; }

    /// <summary>The entry that this one reverses.</summary>
    internal string? ReversesEntryId => SourceType == JournalSource.Reversal ? SourceId : null;
}

/// <summary>A line of an entry: an amount above zero on one side of one account.</summary>
public sealed record JournalLine
{
    [GraphQLIgnore]
    public required string JournalEntryId { get; init; }

    /// <summary>From 1, in the order in which it was posted.</summary>
    public required int Number { get; init; }

    [GraphQLIgnore]
    public required string OrganizationId { get; init; }

    [GraphQLIgnore]
    public required string AccountId { get; init; }

    [GraphQLIgnore]
    public required DateOnly EffectiveDate { get; init; }

    [GraphQLIgnore]
    public required Side Side { get; init; }

    [GraphQLIgnore]
    public required Money Amount { get; init; }

    public string? Description { get; init; }
}
