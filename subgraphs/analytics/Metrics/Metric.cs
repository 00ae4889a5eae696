namespace FinFlow.Analytics;

/// <summary>What a metric's values are.</summary>
public enum MetricType
{
    /// <summary>Amounts of the metric's currency.</summary>
    Money,

    /// <summary>Counts, and ratios of counts or of amounts.</summary>
    Number,
}

/// <summary>A figure of the organisation's own, computed by day from the figures that are counted anyway.</summary>
public sealed record Metric
{
    [ID]
    public required string Id { get; init; }

    [GraphQLIgnore]
    public required string OrganizationId { get; init; }

    [GraphQLIgnore]
    public required string UserId { get; init; }

    /// <summary>The organisation's name for it; no two are alike.</summary>
    public required string Name { get; init; }

    public string? Description { get; init; }

    /// <summary>As it was given to `defineMetric`.</summary>
    public required string Expression { get; init; }

    public required MetricType Type { get; init; }

    /// <summary>The one currency whose figures it is computed from.</summary>
    public required Currency Currency { get; init; }

    /// <summary>The first day that it has a value for, in UTC.</summary>
    public required DateOnly DefinedOn { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
