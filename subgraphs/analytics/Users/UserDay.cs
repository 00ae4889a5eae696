namespace FinFlow.Analytics;

/// <summary>What a user did on one day: payments begun, entries posted, accounts opened.</summary>
public sealed class UserDay : IDayOfFigures, ICountsAPerson
{
    public required string OrganizationId { get; init; }

    public required DateOnly Day { get; init; }

    public required string UserId { get; init; }

    public int ActionCount { get; set; }

    public DateTimeOffset LastActiveAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>A user of an organisation, and since when.</summary>
public sealed record KnownUser
{
    public required string UserId { get; init; }

    public required string OrganizationId { get; init; }

    public required DateTimeOffset RegisteredAt { get; init; }
}
