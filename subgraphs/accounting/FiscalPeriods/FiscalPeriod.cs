namespace FinFlow.Accounting;

public enum FiscalPeriodStatus
{
    Open,

    /// <summary>Nothing is posted into it or before it any more, until it is reopened.</summary>
    Closed,
}

/// <summary>A month of a fiscal year. Periods are closed in order and reopened in the opposite one, so that what is closed is all of the past.</summary>
public sealed record FiscalPeriod
{
    /// <summary>The id, with the prefix <c>fp_</c>.</summary>
    [ID]
    public required string Id { get; init; }

    [GraphQLIgnore]
    public required string OrganizationId { get; init; }

    [GraphQLIgnore]
    public required string FiscalYearId { get; init; }

    public required DateOnly From { get; init; }

    public required DateOnly To { get; init; }

    public FiscalPeriodStatus Status { get; init; } = FiscalPeriodStatus.Open;

    public DateTimeOffset? ClosedAt { get; init; }

    [GraphQLIgnore]
    public string? ClosedByUserId { get; init; }

    public DateTimeOffset? ReopenedAt { get; init; }

    /// <summary>Why it was last reopened.</summary>
    public string? ReopeningReason { get; init; }

    [GraphQLIgnore]
    public long Version { get; init; } = 1;

    /// <summary>Its month, such as 2026-03.</summary>
    public string Name => $"{From:yyyy-MM}";

    /// <param name="earlierOpen">The book's first open period before this one, if there is one.</param>
    public Result<FiscalPeriod> Close(FiscalPeriod? earlierOpen, string userId, DateTimeOffset now) => this switch
    {
        { Status: FiscalPeriodStatus.Closed } => new FiscalPeriodAlreadyClosed(Name),
        _ when To >= now.UtcDay => new FiscalPeriodNotOver(To),
        _ when earlierOpen is not null => new EarlierFiscalPeriodOpen(earlierOpen.Name),
        _ => this with { Status = FiscalPeriodStatus.Closed, ClosedAt = now, ClosedByUserId = userId },
    };

    /// <param name="laterClosed">The book's last closed period after this one, if there is one.</param>
    public Result<FiscalPeriod> Reopen(FiscalPeriod? laterClosed, string reason, DateTimeOffset now) => this switch
    {
        { Status: FiscalPeriodStatus.Open } => new FiscalPeriodNotClosed(Name),
        _ when laterClosed is not null => new LaterFiscalPeriodClosed(laterClosed.Name),
        _ when !JournalDraft.IsText(reason, JournalDraft.DescriptionCharactersMax) => new ReopeningReasonInvalid(JournalDraft.DescriptionCharactersMax),
        _ => this with { Status = FiscalPeriodStatus.Open, ClosedAt = null, ClosedByUserId = null, ReopenedAt = now, ReopeningReason = reason },
    };
}
