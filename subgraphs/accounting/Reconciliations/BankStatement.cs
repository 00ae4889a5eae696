namespace FinFlow.Accounting;

public enum StatementFormat
{
    /// <summary>Comma-separated with a header: `date`, `amount`, `currency`, and perhaps `reference` and `description`.</summary>
    Csv,

    /// <summary>The bank-to-customer statement of ISO 20022, camt.053 in any version.</summary>
    [GraphQLName("CAMT053")]
    Camt053,
}

/// <summary>What a bank or a processor says about an account: the other side of reconciliation. It is kept as it came.</summary>
public sealed record BankStatement
{
    /// <summary>The id, with the prefix <c>bst_</c>.</summary>
    [ID]
    public required string Id { get; init; }

    [GraphQLIgnore]
    public required string OrganizationId { get; init; }

    /// <summary>The account of the book that the statement is about.</summary>
    [GraphQLIgnore]
    public required string AccountId { get; init; }

    /// <summary>How it was imported; null when a processor has listed it by itself.</summary>
    public required StatementFormat? Format { get; init; }

    /// <summary>The processor whose list of a day's charges it is; null when it was imported.</summary>
    public string? Processor { get; init; }

    /// <summary>Whether the day was over when the processor listed it, so that what is missing is really missing.</summary>
    [GraphQLIgnore]
    public bool IsComplete { get; init; } = true;

    /// <summary>SHA-256 of what was imported, or of what is listed: the same for the same account is the same statement.</summary>
    [GraphQLIgnore]
    public required string ContentHash { get; init; }

    /// <summary>The first day of its lines.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last day of its lines.</summary>
    public required DateOnly To { get; init; }

    public required int LineCount { get; init; }

    /// <summary>When it was imported, or when the processor listed it.</summary>
    public required DateTimeOffset ImportedAt { get; init; }

    internal static (BankStatement Statement, BankStatementLine[] Lines) Of(
        string id, Account account, StatementFormat format, string contentHash, IReadOnlyList<StatementMovement> movements, DateTimeOffset now)
        => (
            new BankStatement
            {
                Id = id,
                OrganizationId = account.OrganizationId,
                AccountId = account.Id,
                Format = format,
                ContentHash = contentHash,
                From = movements.Min(movement => movement.Date),
                To = movements.Max(movement => movement.Date),
                LineCount = movements.Count,
                ImportedAt = now,
            },
            [
                .. movements.Select((movement, index) => new BankStatementLine
                {
                    StatementId = id,
                    Number = index + 1,
                    Date = movement.Date,
                    Amount = movement.Amount,
                    Reference = movement.Reference,
                    Description = movement.Description,
                }),
            ]);
}

/// <summary>One movement of the account. Money that comes in is positive.</summary>
public sealed record BankStatementLine
{
    [GraphQLIgnore]
    public required string StatementId { get; init; }

    /// <summary>From 1, in the statement's order.</summary>
    public required int Number { get; init; }

    /// <summary>The day on which it was booked.</summary>
    public required DateOnly Date { get; init; }

    public required Money Amount { get; init; }

    /// <summary>As the statement names it; on a processor's list its own id of the movement.</summary>
    public string? Reference { get; init; }

    public string? Description { get; init; }

    /// <summary>What the entry books that this line must prove; null when nobody can know beforehand.</summary>
    [GraphQLIgnore]
    public JournalSource? SourceType { get; init; }

    /// <summary>Null for a refund that was made in the processor's own pages.</summary>
    [GraphQLIgnore]
    public string? SourceId { get; init; }

    [GraphQLIgnore]
    public string? PaymentId { get; init; }
}

/// <summary>A movement as it was read from a file.</summary>
public sealed record StatementMovement(DateOnly Date, Money Amount, string? Reference, string? Description);
