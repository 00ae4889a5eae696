using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Execution;

/// <summary>Which properties of a runtime type the client's selection is made of.</summary>
internal sealed class RequiredProperties(OperationExecution execution, Type runtimeType)
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>Looks for the type's objects directly below the field, and in the `nodes` and `edges` of a connection.</summary>
    public HashSet<string>? Below(Selection selection)
    {
        foreach (var type in execution.Schema.Schema.PossibleTypes(selection.Field.Type.Named))
        {
            var set = selection.SetFor(type);
            if (execution.Schema.IsTypeOf(type, runtimeType))
            {
                if (!Add(set))
                {
                    return null;
                }
            }
            else if (set.All.Any(child => IsPartOfAPage(child) && child.IsIncluded(execution.Flags) && Below(child) is null))
            {
                return null;
            }
        }

        return _names;
    }

    private static bool IsPartOfAPage(Selection selection) => selection.Field.Name is "nodes" or "edges" or "node";

    private bool Add(SelectionSet set)
    {
        foreach (var selection in set.All)
        {
            if (!selection.IsIncluded(execution.Flags) || selection.Field.DeclaringType is null)
            {
                continue;
            }

            if (execution.Schema.Binding(selection.Field.Coordinate)?.Requires is not { } required)
            {
                return false;
            }

            _names.UnionWith(required);
        }

        return true;
    }
}
