using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Execution;

/// <summary>Stands before the execution: prices the operation, and refuses what may cost more than the limit.</summary>
internal static class CostGate
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

    /// <exception cref="GraphQLException">A list needs exactly one slicing argument and has another number of them.</exception>
    public static OperationCost Price(ExecutableSchema executable, CompiledOperation operation, VariableValues variables, CostOptions options)
    {
        if (operation.ConstantCost is { } known)
        {
            return known.Cost;
        }

        var calculator = new CostCalculator(executable, operation.Document, variables, options);
        var cost = calculator.Price(operation.Definition);
        if (!calculator.UsedVariables)
        {
            operation.ConstantCost = new ConstantCost(cost);
        }

        return cost;
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

/// <summary>A price that was found once for all requests; a class, because two requests at once may write and read it.</summary>
internal sealed record ConstantCost(OperationCost Cost);
