using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>The spreads in a selection set and in those within it, other fragments' contents left out; found once for all rules.</summary>
internal sealed class FragmentSpreads
{
    private readonly Dictionary<SelectionSetNode, IReadOnlyList<FragmentSpreadNode>> _found = [];

    public IReadOnlyList<FragmentSpreadNode> In(SelectionSetNode root)
    {
        if (_found.TryGetValue(root, out var known))
        {
            return known;
        }

        var spreads = new List<FragmentSpreadNode>();
        var open = new Stack<SelectionSetNode>([root]);
        while (open.TryPop(out var selections))
        {
            foreach (var selection in selections.Selections)
            {
                switch (selection)
                {
                    case FragmentSpreadNode spread: spreads.Add(spread); break;
                    case FieldNode { SelectionSet: { } inner }: open.Push(inner); break;
                    case InlineFragmentNode fragment: open.Push(fragment.SelectionSet); break;
                }
            }
        }

        return _found[root] = spreads;
    }
}
