using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Execution;

/// <summary>What an operation may cost at most, known before it runs. https://ibm.github.io/graphql-specs/cost-spec.html</summary>
/// <param name="FieldCost">Work: the resolvers that run, by their weights.</param>
/// <param name="TypeCost">Size of the answer: the objects in it, by their weights.</param>
public readonly record struct OperationCost(double FieldCost, double TypeCost)
{
    public static OperationCost operator +(OperationCost a, OperationCost b) => new(a.FieldCost + b.FieldCost, a.TypeCost + b.TypeCost);

    internal OperationCost Or(OperationCost other) => new(Math.Max(FieldCost, other.FieldCost), Math.Max(TypeCost, other.TypeCost));

    /// <summary>`"operationCost":{…}`, a member of the response's extensions.</summary>
    internal void Write(JsonBuffer output)
    {
        output.WriteRaw("\"operationCost\":{\"fieldCost\":"u8);
        output.WriteNumber(FieldCost);
        output.WriteRaw(",\"typeCost\":"u8);
        output.WriteNumber(TypeCost);
        output.WriteByte((byte)'}');
    }
}

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

/// <summary>What the header `GraphQL-Cost` asks for.</summary>
internal enum CostReport
{
    None,
    /// <summary>Execute, and tell the cost in `extensions.operationCost`.</summary>
    Report,
    /// <summary>Only tell the cost.</summary>
    Validate,
}
