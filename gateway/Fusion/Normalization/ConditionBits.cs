using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Fusion;

/// <summary>
/// The variables that `@skip`, `@include` and `@defer` of an operation read. Each gets a bit; the bits are part of a plan's key, so that a
/// plan has no conditions left, and no source is asked for what the client does not want.
/// </summary>
internal sealed class ConditionBits
{
    /// <summary>A mask has 64 bits; more condition variables than this are refused.</summary>
    public const int VariablesMax = 64;

    /// <summary>How many of the variables `@skip` and `@include` read; `@defer` alone reads those behind them.</summary>
    private readonly int _inclusions;
    private readonly HashSet<string> _deferring;

    private ConditionBits(List<string> including, HashSet<string> deferring, bool hasDefer)
    {
        _inclusions = including.Count;
        _deferring = deferring;
        HasDefer = hasDefer;
        Variables = [.. including, .. deferring.Except(including)];
    }

    public IReadOnlyList<string> Variables { get; }

    /// <summary>Whether `@defer` stands anywhere in the document.</summary>
    public bool HasDefer { get; }

    /// <exception cref="PlanException">There are more variables than <see cref="VariablesMax"/>.</exception>
    public static ConditionBits Of(OperationDefinitionNode operation, IEnumerable<FragmentDefinitionNode> fragments)
    {
        var (including, deferring, hasDefer) = (new List<string>(), new HashSet<string>(StringComparer.Ordinal), false);
        Collect(operation.SelectionSet, including, deferring, ref hasDefer);
        foreach (var fragment in fragments)
        {
            Collect(fragment.SelectionSet, including, deferring, ref hasDefer);
        }

        var bits = new ConditionBits(including, deferring, hasDefer);
        return bits.Variables.Count <= VariablesMax
            ? bits
            : throw new PlanException($"The operation has more than {VariablesMax} variables in @skip, @include and @defer.", "CONDITIONS_MAX");
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

    /// <summary>The `@defer` among the directives that counts when the variables have these bits; null when there is none.</summary>
    public DirectiveNode? Defer(IReadOnlyList<DirectiveNode> directives, ulong bits)
    {
        foreach (var directive in directives)
        {
            if (directive.Name.Value == "defer")
            {
                var condition = ConditionOf(directive);
                return condition is null || IsTrue(condition, bits) ? directive : null;
            }
        }

        return null;
    }

    /// <summary>The plan that a request's variables need.</summary>
    /// <param name="isIncremental">Whether the answer may come in parts. Otherwise `@defer` makes no difference.</param>
    public PlanKey KeyOf(VariableValues values, bool isIncremental)
    {
        var bits = 0UL;
        var count = isIncremental ? Variables.Count : _inclusions;
        for (var i = 0; i < count; i++)
        {
            bits |= values.TryGet(Variables[i], out var value) ? value is true ? 1UL << i : 0
                // A variable without value leaves @defer's argument its default, which is true; @skip and @include have none.
                : isIncremental && _deferring.Contains(Variables[i]) ? 1UL << i : 0;
        }

        return new PlanKey(bits, isIncremental);
    }

    private static ValueNode? ConditionOf(DirectiveNode directive)
    {
        foreach (var argument in directive.Arguments)
        {
            if (argument.Name.Value == "if")
            {
                return argument.Value;
            }
        }

        return null;
    }

    private bool IsTrue(DirectiveNode directive, ulong bits) => directive.Arguments is [{ Value: var value }] && IsTrue(value, bits);

    private bool IsTrue(ValueNode value, ulong bits) => value switch
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

    private static void Collect(SelectionSetNode selections, List<string> including, HashSet<string> deferring, ref bool hasDefer)
    {
        foreach (var selection in selections.Selections)
        {
            foreach (var directive in selection.Directives)
            {
                var variable = (ConditionOf(directive) as VariableNode)?.Name.Value;
                if (directive.Name.Value == "defer")
                {
                    hasDefer = true;
                    _ = variable is null || deferring.Add(variable);
                }
                else if (variable is not null && directive.Name.Value is ("skip" or "include") && !including.Contains(variable))
                {
                    including.Add(variable);
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
                Collect(inner, including, deferring, ref hasDefer);
            }
        }
    }
}

/// <summary>Which of an operation's plans a request needs.</summary>
/// <param name="Bits">The values of its condition variables.</param>
/// <param name="IsIncremental">Whether what is deferred comes later.</param>
internal readonly record struct PlanKey(ulong Bits, bool IsIncremental);
