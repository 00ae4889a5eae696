using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>A fragment does not spread itself, not even through others. https://spec.graphql.org/draft/#sec-Fragment-Spreads-Must-Not-Form-Cycles</summary>
internal sealed class NoFragmentCyclesRule(ValidationContext context) : DocumentRule(context)
{
    private readonly HashSet<string> _visited = new(StringComparer.Ordinal);
    private readonly List<FragmentSpreadNode> _path = [];
    private readonly Dictionary<string, int> _positions = new(StringComparer.Ordinal);

    protected override VisitAction Enter(OperationDefinitionNode node) => VisitAction.SkipChildren;

    /// <summary>Goes down all paths of spreads. The stack is our own: a client decides how long the paths are.</summary>
    protected override VisitAction Enter(FragmentDefinitionNode node)
    {
        var stack = new Stack<(string Fragment, IReadOnlyList<FragmentSpreadNode> Spreads, int Next)>();
        Open(node, stack);
        while (stack.TryPop(out var frame))
        {
            if (frame.Next > 0)
            {
                _path.RemoveAt(_path.Count - 1);
            }

            if (frame.Next == frame.Spreads.Count)
            {
                _positions.Remove(frame.Fragment);
                continue;
            }

            var spread = frame.Spreads[frame.Next];
            _path.Add(spread);
            stack.Push(frame with { Next = frame.Next + 1 });
            if (_positions.TryGetValue(spread.Name.Value, out var position))
            {
                Report(spread.Name.Value, _path[position..]);
            }
            else if (Context.Fragments.TryGetValue(spread.Name.Value, out var fragment))
            {
                Open(fragment, stack);
            }
        }

        return VisitAction.SkipChildren;
    }

    private void Open(FragmentDefinitionNode fragment, Stack<(string, IReadOnlyList<FragmentSpreadNode>, int)> stack)
    {
        if (_visited.Add(fragment.Name.Value))
        {
            _positions[fragment.Name.Value] = _path.Count;
            stack.Push((fragment.Name.Value, Context.Spreads.In(fragment.SelectionSet), 0));
        }
    }

    private void Report(string fragment, List<FragmentSpreadNode> cycle)
    {
        var via = cycle.Count > 1 ? $" via {string.Join(", ", cycle.SkipLast(1).Select(spread => $"\"{spread.Name.Value}\""))}" : "";
        Context.Report($"Cannot spread fragment \"{fragment}\" within itself{via}.", cycle);
    }
}
