using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Execution;

/// <summary>What operations cost where fields have resolvers: one that may wait is dearer than one that only reads.</summary>
internal static class ResolverCosts
{
    /// <exception cref="GraphQLException">The operation has no price.</exception>
    public static OperationCost Price(ExecutableSchema executable, CompiledOperation operation, VariableValues variables, CostOptions options)
    {
        if (operation.ConstantCost is { } known)
        {
            return known.Cost;
        }

        var fragments = operation.Document.Definitions.OfType<FragmentDefinitionNode>().ToDictionary(fragment => fragment.Name.Value);
        var calculator = new CostCalculator(executable.Prices, fragments, variables, options);
        var cost = calculator.Price(operation.Definition);
        if (calculator.Refusal is { } refusal)
        {
            throw new GraphQLException(refusal);
        }

        if (!calculator.UsedVariables)
        {
            operation.ConstantCost = new ConstantCost(cost);
        }

        return cost;
    }

    public static FieldHabits HabitsOf(OutputField field, FieldBinding? binding, CostOptions options)
    {
        var isAsynchronous = binding?.Resolver.Kind is ResolverKind.Task or ResolverKind.ValueTask;
        return new FieldHabits(
            isAsynchronous ? options.AsynchronousWeight : field.Type.Named.IsComposite || binding?.Resolver.Kind is ResolverKind.Synchronous ? 1 : 0,
            binding is not null && Connections.ItemType(binding.Resolver.ValueType) is not null ? ListPrice.Connection : null);
    }
}
