using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Fusion;

/// <summary>
/// The variables that `@skip` and `@include` of an operation read. Each gets a bit; the bits are part of a plan's key, so that a plan has
/// no conditions left, and no source is asked for what the client does not want.
/// </summary>
internal sealed class ConditionBits
{
    /// <summary>A mask has 64 bits; more condition variables than this are refused.</summary>
    public const int VariablesMax = 64;

    private ConditionBits(IReadOnlyList<string> variables) => Variables = variables;

    public IReadOnlyList<string> Variables { get; }

    /// <exception cref="PlanException">There are more variables than <see cref="VariablesMax"/>.</exception>
    public static ConditionBits Of(OperationDefinitionNode operation, IEnumerable<FragmentDefinitionNode> fragments)
    {
        var names = new List<string>();
        Collect(operation.SelectionSet, names);
        foreach (var fragment in fragments)
        {
            Collect(fragment.SelectionSet, names);
        }

        return names.Count <= VariablesMax
            ? new ConditionBits(names)
            : throw new PlanException($"The operation has more than {VariablesMax} variables in @skip and @include.", "CONDITIONS_MAX");
    }

    /// <summary>Whether a selection with these directives is wanted when the variables have these bits.</summary>
    public bool Includes(IReadOnlyList<DirectiveNode> directives, ulong bits)
    {
        foreach (var directive in directives)
        {
            if (directive.Name.Value is "skip" or "include" && IsTrue(directive, bits) == (directive.Name.Value == "skip"))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The bits that a request's variables have.</summary>
    public ulong ValuesOf(VariableValues values)
    {
        var bits = 0UL;
        for (var i = 0; i < Variables.Count; i++)
        {
            bits |= values.TryGet(Variables[i], out var value) && value is true ? 1UL << i : 0;
        }

        return bits;
    }

    private bool IsTrue(DirectiveNode directive, ulong bits) => directive.Arguments is [{ Value: var value }] && value switch
    {
        BooleanValueNode literal => literal.Value,
        VariableNode variable => (bits >> IndexOf(variable.Name.Value) & 1) == 1,
        _ => false,
    };

    private int IndexOf(string variable)
    {
        for (var i = 0; i < Variables.Count; i++)
        {
            if (Variables[i] == variable)
            {
                return i;
            }
        }

        throw new InvalidOperationException($"The condition on ${variable} was not collected.");
    }

    private static void Collect(SelectionSetNode selections, List<string> names)
    {
        foreach (var selection in selections.Selections)
        {
            foreach (var directive in selection.Directives)
            {
                if (directive.Name.Value is "skip" or "include" && directive.Arguments is [{ Value: VariableNode variable }]
                    && !names.Contains(variable.Name.Value))
                {
                    names.Add(variable.Name.Value);
                }
            }

            var inner = selection switch
            {
                FieldNode field => field.SelectionSet,
                InlineFragmentNode fragment => fragment.SelectionSet,
                _ => null,
            };
            if (inner is not null)
            {
                Collect(inner, names);
            }
        }
    }
}
