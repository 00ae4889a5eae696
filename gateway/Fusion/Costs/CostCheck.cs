using System.Diagnostics.CodeAnalysis;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Fusion;

/// <summary>
/// Prices operations before any source is asked: by the @cost and @listSize of the composed schema, and where it has none, an object is
/// one, a connection is its page and any other list is <see cref="CostOptions.UnsizedListLength"/> long.
/// </summary>
internal sealed class CostCheck(Schema schema, CostOptions options)
{
    private static readonly ListPrice Nodes = new(null, ["ids"], [], RequiresOneArgument: false);

    private readonly SchemaPrices _prices = new(schema, HabitsOf);

    /// <param name="request">May ask for the price by the header `GraphQL-Cost`.</param>
    /// <param name="document">The operation's.</param>
    /// <param name="plan">Remembers a price that no variable changes.</param>
    /// <param name="variables">What was sent.</param>
    /// <param name="reported">The price, when the client wants it beside its answer.</param>
    /// <param name="refused">The answer, when the operation may cost too much, or only its price is asked for.</param>
    public bool TryPass(
        OperationRequest request, PlannedDocument document, Plan plan, VariableValues variables, out OperationCost? reported, [NotNullWhen(false)] out OperationResult? refused)
    {
        reported = null;
        if (!TryPrice(document, plan, variables, out var cost, out refused))
        {
            return false;
        }

        if (CostGate.Check(cost, options) is { } exceeded)
        {
            refused = OperationResult.Refuse(RequestErrorKind.Validation, exceeded);
            return false;
        }

        switch (CostGate.Asked(request))
        {
            case CostReport.Validate:
                refused = CostGate.Tell(cost);
                return false;
            case CostReport.Report:
                reported = cost;
                break;
        }

        return true;
    }

    private bool TryPrice(PlannedDocument document, Plan plan, VariableValues variables, out OperationCost cost, [NotNullWhen(false)] out OperationResult? refused)
    {
        refused = null;
        if (plan.ConstantCost is { } known)
        {
            cost = known.Cost;
            return true;
        }

        var calculator = new CostCalculator(_prices, document.Fragments, variables, options);
        cost = calculator.Price(plan.Operation);
        if (calculator.Refusal is { } refusal)
        {
            refused = OperationResult.Refuse(RequestErrorKind.Validation, refusal);
            return false;
        }

        if (!calculator.UsedVariables)
        {
            plan.ConstantCost = new ConstantCost(cost);
        }

        return true;
    }

    /// <summary>The composed schema does not tell which resolvers wait for something: their sources weigh them once more.</summary>
    private static FieldHabits HabitsOf(OutputField field)
        => new(field.Type.Named.IsComposite ? 1 : 0, IsConnection(field) ? ListPrice.Connection : field.Name == "nodes" && field.Arguments.ContainsKey("ids") ? Nodes : null);

    /// <summary>By its form: https://relay.dev/graphql/connections.htm</summary>
    private static bool IsConnection(OutputField field)
        => (field.Arguments.ContainsKey("first") || field.Arguments.ContainsKey("last"))
            && field.Type.Named is ObjectType type && type.Fields.ContainsKey("pageInfo");
}
