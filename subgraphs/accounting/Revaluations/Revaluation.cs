namespace FinFlow.Accounting;

/// <summary>
/// What a book holds in other currencies, valued at the rates of a day: the difference to the rates at which it was posted is an
/// unrealised gain or loss. It counts on that day only: the day after, its entry is reversed.
/// </summary>
public sealed record Revaluation
{
    /// <summary>The id, with the prefix <c>rvl_</c>.</summary>
    [ID]
    public required string Id { get; init; }

    [GraphQLIgnore]
    public required string OrganizationId { get; init; }

    /// <summary>The day whose rates count.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>What was gained, in the book's currency.</summary>
    public required Money Gain { get; init; }

    /// <summary>What was lost, in the book's currency; zero or more.</summary>
    public required Money Loss { get; init; }

    [GraphQLIgnore]
    public required string JournalEntryId { get; init; }

    [GraphQLIgnore]
    public required string ReversalId { get; init; }

    public required DateTimeOffset RevaluedAt { get; init; }

    /// <summary>Gain less loss.</summary>
    public Money Net => Gain - Loss;
}

/// <summary>How one account's balance in one currency was valued. Amounts are positive on the account's normal side.</summary>
public sealed record RevaluationLine
{
    [GraphQLIgnore]
    public required string RevaluationId { get; init; }

    /// <summary>From 1, by account and currency.</summary>
    public required int Number { get; init; }

    [GraphQLIgnore]
    public required string OrganizationId { get; init; }

    [GraphQLIgnore]
    public required DateOnly AsOf { get; init; }

    [GraphQLIgnore]
    public required string AccountId { get; init; }

    /// <summary>What the account holds.</summary>
    public required Money Balance { get; init; }

    /// <summary>Units of the book's currency for one unit of the balance's, on the day.</summary>
    public required decimal Rate { get; init; }

    /// <summary>What the balance was worth at the rates of the days on which it was posted, and by an earlier revaluation of the same day.</summary>
    public required Money CarryingAmount { get; init; }

    /// <summary>What it is worth at the rate of the day.</summary>
    public required Money Value { get; init; }

    /// <summary>A gain when positive, a loss when negative.</summary>
    public required Money Difference { get; init; }
}

/// <summary>There is no other currency, or everything stands at the day's rate already; nothing was posted.</summary>
public sealed record NothingToRevalue(DateOnly AsOf)
    : Refusal($"Nothing in your book is worth more or less at the rates of {AsOf:yyyy-MM-dd} than it was posted at.");
