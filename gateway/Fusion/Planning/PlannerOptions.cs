namespace FinFlow.Gateway.Fusion;

/// <summary>What planning one operation may cost. The limits protect the gateway from hostile operations.</summary>
public sealed record PlannerOptions
{
    public static PlannerOptions Default { get; } = new();

    /// <summary>Selections in an operation, fragments expanded.</summary>
    public int SelectionsMax { get; init; } = 10_000;

    /// <summary>Fragments with an active @defer in an operation, fragments expanded. Each may need requests of its own.</summary>
    public int DeferredFragmentsMax { get; init; } = 100;

    /// <summary>Source operations in one plan.</summary>
    public int StepsMax { get; init; } = 400;

    /// <summary>Source operations that wait for one another. A client that walks from entity to entity is stopped here.</summary>
    public int DepthMax { get; init; } = 24;

    /// <summary>Partial plans looked at before the search stops comparing and follows the best one only.</summary>
    public int ExpandedNodesMax { get; init; } = 500;

    /// <summary>Partial plans looked at altogether; beyond it the operation is refused.</summary>
    public int ExpandedNodesLimit { get; init; } = 2_500;
}
