namespace FinFlow.GraphQL.Types;

/// <summary>What the header `GraphQL-Cost` asks for.</summary>
public enum CostReport
{
    None,
    /// <summary>Execute, and tell the cost in `extensions.operationCost`.</summary>
    Report,
    /// <summary>Only tell the cost.</summary>
    Validate,
}
