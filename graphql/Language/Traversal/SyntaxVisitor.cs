using System.Runtime.InteropServices;

namespace FinFlow.GraphQL.Language;

/// <summary>How a visit goes on after a node was entered or left.</summary>
public enum VisitAction
{
    Continue,

    /// <summary>The node's children are not visited, and it is not left. Means the same as Continue when leaving.</summary>
    SkipChildren,

    /// <summary>The visit ends; nothing more is entered or left.</summary>
    Break,
}

/// <summary>
/// Walks a tree in the order of its text, entering every node before its children and leaving it after them. Override the overload for
/// a kind of node, or the general one for all kinds. An instance may visit several trees, one after the other.
/// </summary>
public abstract partial class SyntaxVisitor
{
    private readonly List<SyntaxNode?> _children = [];
    private List<SyntaxNode> _ancestors = [];

    /// <summary>The nodes around the one that is entered or left, outermost first.</summary>
    protected IReadOnlyList<SyntaxNode> Ancestors => _ancestors;

    protected SyntaxNode? Parent => _ancestors.Count > 0 ? _ancestors[^1] : null;

    public void Visit(SyntaxNode node) => TryVisit(node);

    /// <summary>One visitor that drives several in a single walk; each skips and breaks for itself.</summary>
    public static SyntaxVisitor InParallel(IReadOnlyList<SyntaxVisitor> visitors) => new ParallelVisitor(visitors);

    private bool TryVisit(SyntaxNode node)
    {
        switch (Enter(node))
        {
            case VisitAction.Break: return false;
            case VisitAction.SkipChildren: return true;
        }

        _ancestors.Add(node);
        var completed = TryVisitChildren(node);
        _ancestors.RemoveAt(_ancestors.Count - 1);
        return completed && Leave(node) != VisitAction.Break;
    }

    private bool TryVisitChildren(SyntaxNode node)
    {
        // All levels share one list as a stack, so that a visit allocates nothing per node.
        var first = _children.Count;
        SyntaxChildren.Collect(node, _children);
        var end = _children.Count;
        var completed = true;
        for (var i = first; i < end && completed; i++)
        {
            completed = _children[i] is not { } child || TryVisit(child);
        }

        CollectionsMarshal.SetCount(_children, first);
        return completed;
    }

    private sealed class ParallelVisitor : SyntaxVisitor
    {
        private readonly IReadOnlyList<SyntaxVisitor> _visitors;
        // The node whose children a visitor skips, or the visitor itself if it broke off.
        private readonly object?[] _inactive;

        public ParallelVisitor(IReadOnlyList<SyntaxVisitor> visitors)
        {
            _visitors = visitors;
            _inactive = new object?[visitors.Count];
            foreach (var visitor in visitors)
            {
                visitor._ancestors = _ancestors;
            }
        }

        protected internal override VisitAction Enter(SyntaxNode node)
        {
            if (_ancestors.Count == 0)
            {
                Array.Clear(_inactive);
            }

            for (var i = 0; i < _visitors.Count; i++)
            {
                _inactive[i] ??= _visitors[i].Enter(node) switch
                {
                    VisitAction.SkipChildren => node,
                    VisitAction.Break => _visitors[i],
                    _ => null,
                };
            }

            return VisitAction.Continue;
        }

        protected internal override VisitAction Leave(SyntaxNode node)
        {
            for (var i = 0; i < _visitors.Count; i++)
            {
                if (_inactive[i] is null)
                {
                    _inactive[i] = _visitors[i].Leave(node) == VisitAction.Break ? _visitors[i] : null;
                }
                else if (ReferenceEquals(_inactive[i], node))
                {
                    _inactive[i] = null;
                }
            }

            return VisitAction.Continue;
        }
    }
}
