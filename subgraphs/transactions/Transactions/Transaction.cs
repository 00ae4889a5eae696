namespace FinFlow.Transactions;

/// <summary>A movement of money as the business records it, with the judgement on it.</summary>
public sealed record Transaction
{
    [ID]
    public required string Id { get; init; }

    [GraphQLIgnore]
    public required string OrganizationId { get; init; }

    [GraphQLIgnore]
    public string? UserId { get; init; }

    /// <summary>The payment that it judges; null for a transaction that was submitted by itself.</summary>
    [GraphQLIgnore]
    public string? PaymentId { get; init; }

    public required TransactionType Type { get; init; }

    public required Money Amount { get; init; }

    /// <summary>The account that the money leaves.</summary>
    public required string SourceAccountId { get; init; }

    public string? DestinationAccountId { get; init; }

    public CountryCode? Country { get; init; }

    public string? Reference { get; init; }

    [NotSearched]
    public string? Description { get; init; }

    public TransactionStatus Status { get; private init; }

    /// <summary>From 0 to 1, higher is riskier.</summary>
    public decimal RiskScore { get; private init; }

    public RiskLevel RiskLevel { get; private init; }

    public IReadOnlyList<ValidationErrorCode> Errors { get; private init; } = [];

    public IReadOnlyList<ValidationWarningCode> Warnings { get; private init; } = [];

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; private init; }

    /// <summary>Why the reviewer approved or rejected it.</summary>
    public string? ReviewReason { get; private init; }

    [GraphQLIgnore]
    public string? ReviewerId { get; private init; }

    /// <summary>The amount in base currency at the day's rate, in its minor units; null when there was no rate, or it was rejected.</summary>
    [GraphQLIgnore]
    public long? BaseMinor { get; private init; }

    /// <summary>When it counts for velocity and daily total; null for a rejected one, which moves nothing.</summary>
    [GraphQLIgnore]
    public DateTimeOffset? CountedAt { get; private init; }

    /// <summary>Grows with each change; the loser of two concurrent writers is told.</summary>
    [GraphQLIgnore]
    public long Version { get; private init; }

    /// <summary>Whether the caller may read it: one of its organisation, or a reviewer, who works for the operator.</summary>
    internal bool IsVisibleTo(Caller caller) => OrganizationId == caller.OrganizationId || caller.Has(Permissions.TransactionsReview);

    /// <summary>The judgement, when it is made: REJECTED, HELD or PROCESSING.</summary>
    /// <param name="baseMinor">The amount in minor units of the base currency; null when there is no rate.</param>
    public Transaction Judged(Validation validation, long? baseMinor) => this with
    {
        Status = validation.Outcome, RiskScore = validation.RiskScore, RiskLevel = validation.RiskLevel,
        Errors = validation.Errors, Warnings = validation.Warnings, BaseMinor = baseMinor,
        CountedAt = validation.Outcome is TransactionStatus.Rejected ? null : CreatedAt,
    };

    /// <summary>A reviewer lets a held transaction pass.</summary>
    public Result<Transaction> Approve(string reviewerId, string reason) => Status switch
    {
        not TransactionStatus.Held => new TransactionNotHeld(Status),
        _ => this with { Status = TransactionStatus.Processing, ReviewerId = reviewerId, ReviewReason = reason },
    };

    /// <summary>A reviewer stops a held transaction.</summary>
    public Result<Transaction> Reject(string reviewerId, string reason) => Status switch
    {
        not TransactionStatus.Held => new TransactionNotHeld(Status),
        _ => this with { Status = TransactionStatus.Rejected, ReviewerId = reviewerId, ReviewReason = reason, CountedAt = null },
    };

    /// <summary>The money has moved. Told twice, it stays as it is: events may come again.</summary>
    public Transaction Complete(DateTimeOffset at)
        => Status is TransactionStatus.Processing ? this with { Status = TransactionStatus.Completed, CompletedAt = at } : this;

    /// <summary>The money will not move: the payment was voided or failed.</summary>
    public Transaction Cancel()
        => Status is TransactionStatus.Processing or TransactionStatus.Held ? this with { Status = TransactionStatus.Cancelled } : this;

    /// <summary>The money was given back in full.</summary>
    public Transaction Reverse()
        => Status is TransactionStatus.Completed ? this with { Status = TransactionStatus.Reversed } : this;
}
