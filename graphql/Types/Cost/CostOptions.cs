namespace FinFlow.GraphQL.Types;

/// <summary>What an executor does with costs; wide enough for a screen of lists within lists, far below what would stop the process.</summary>
public sealed record CostOptions
{
    /// <summary>Operations that may cost more are refused with HC0047.</summary>
    public double FieldCostMax { get; init; } = 100_000;

    /// <inheritdoc cref="FieldCostMax"/>
    public double TypeCostMax { get; init; } = 100_000;

    /// <summary>Items of a list that does not say by @listSize how long it is.</summary>
    public int UnsizedListLength { get; init; } = 10;

    /// <summary>A resolver that may wait for something, where no @cost says otherwise. HotChocolate's default, too.</summary>
    public double AsynchronousWeight { get; init; } = 10;
}
