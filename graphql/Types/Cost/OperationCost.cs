namespace FinFlow.GraphQL.Types;

/// <summary>What an operation may cost at most, known before it runs. https://ibm.github.io/graphql-specs/cost-spec.html</summary>
/// <param name="FieldCost">Work: the resolvers that run, by their weights.</param>
/// <param name="TypeCost">Size of the answer: the objects in it, by their weights.</param>
public readonly record struct OperationCost(double FieldCost, double TypeCost)
{
    public static OperationCost operator +(OperationCost a, OperationCost b) => new(a.FieldCost + b.FieldCost, a.TypeCost + b.TypeCost);

    internal OperationCost Or(OperationCost other) => new(Math.Max(FieldCost, other.FieldCost), Math.Max(TypeCost, other.TypeCost));

    /// <summary>`"operationCost":{…}`, a member of the response's extensions.</summary>
    public void Write(JsonBuffer output)
    {
        output.WriteRaw("\"operationCost\":{\"fieldCost\":"u8);
        output.WriteNumber(FieldCost);
        output.WriteRaw(",\"typeCost\":"u8);
        output.WriteNumber(TypeCost);
        output.WriteByte((byte)'}');
    }
}

/// <summary>A price that was found once for all requests; a class, because two requests at once may write and read it.</summary>
public sealed record ConstantCost(OperationCost Cost);
