namespace FinFlow.GraphQL.Types;

/// <summary>Stands before the execution: prices the operation, and refuses what may cost more than the limit.</summary>
public static class CostGate
{
    private const string ExceededCode = "HC0047";

    /// <summary>The name of the request header that asks for the price, with `report` or `validate`.</summary>
    public const string HeaderName = "GraphQL-Cost";

    public static CostReport Asked(OperationRequest request)
    {
        var value = request.Headers?.GetValueOrDefault(HeaderName);
        return value is null ? CostReport.None
            : value.Equals("report", StringComparison.OrdinalIgnoreCase) ? CostReport.Report
            : value.Equals("validate", StringComparison.OrdinalIgnoreCase) ? CostReport.Validate
            : CostReport.None;
    }

    /// <summary>Null, or why the operation is too dear.</summary>
    public static GraphQLError? Check(OperationCost cost, CostOptions options)
        => cost.FieldCost > options.FieldCostMax ? Exceeded("field", cost.FieldCost, options.FieldCostMax)
            : cost.TypeCost > options.TypeCostMax ? Exceeded("type", cost.TypeCost, options.TypeCostMax)
            : null;

    /// <summary>The answer to a request that only asks for the price.</summary>
    public static OperationResult Tell(OperationCost cost)
    {
        var body = new JsonBuffer();
        body.WriteRaw("{\"extensions\":{"u8);
        cost.Write(body);
        body.WriteRaw("}}"u8);
        return new OperationResult(body);
    }

    private static GraphQLError Exceeded(string kind, double cost, double max) => new($"The maximum allowed {kind} cost was exceeded.")
    {
        Code = ExceededCode,
        Extensions = new Dictionary<string, object?> { [$"{kind}Cost"] = (long)Math.Ceiling(cost), [$"max{char.ToUpperInvariant(kind[0])}{kind[1..]}Cost"] = (long)max },
    };
}
