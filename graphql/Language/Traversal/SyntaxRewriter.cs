namespace FinFlow.GraphQL.Language;

/// <summary>
/// Makes a tree from a tree. Override the overload for a kind of node and answer the node itself, another one, or null to remove it;
/// call the base to rewrite its children. What does not change is shared with the old tree. A selection set that loses all its selections
/// is removed, and so is the field, fragment or operation that it belonged to. Names are part of their node and not rewritten.
/// </summary>
/// <exception cref="InvalidOperationException">A node was removed that its parent cannot do without, or replaced by one of a wrong kind.</exception>
public abstract partial class SyntaxRewriter
{
    /// <summary>Null if the node itself is removed.</summary>
    public T? RewriteNode<T>(T node) where T : SyntaxNode => Rewrite(node) switch
    {
        null => null,
        T result => result,
        var other => throw new InvalidOperationException($"A {node.Kind} cannot be replaced by a {other.Kind} here."),
    };

    protected virtual SyntaxNode? Rewrite(SyntaxNode node) => node switch
    {
        DocumentNode n => Rewrite(n),
        OperationDefinitionNode n => Rewrite(n),
        FragmentDefinitionNode n => Rewrite(n),
        VariableDefinitionNode n => Rewrite(n),
        SelectionSetNode n => Rewrite(n),
        FieldNode n => Rewrite(n),
        FragmentSpreadNode n => Rewrite(n),
        InlineFragmentNode n => Rewrite(n),
        ArgumentNode n => Rewrite(n),
        DirectiveNode n => Rewrite(n),
        ValueNode n => Rewrite(n),
        ObjectFieldNode n => Rewrite(n),
        TypeNode n => Rewrite(n),
        SchemaDefinitionNode n => Rewrite(n),
        OperationTypeDefinitionNode n => Rewrite(n),
        TypeDefinitionNode n => Rewrite(n),
        FieldDefinitionNode n => Rewrite(n),
        InputValueDefinitionNode n => Rewrite(n),
        EnumValueDefinitionNode n => Rewrite(n),
        DirectiveDefinitionNode n => Rewrite(n),
        _ => node,
    };

    protected T? Optional<T>(T? child) where T : SyntaxNode => child is null ? null : RewriteNode(child);

    protected T Required<T>(T child) where T : SyntaxNode
        => RewriteNode(child) ?? throw new InvalidOperationException($"A {child.Kind} cannot be removed here.");

    /// <summary>The same list if no item changed.</summary>
    protected IReadOnlyList<T> Each<T>(IReadOnlyList<T> items) where T : SyntaxNode
    {
        List<T>? changed = null;
        for (var i = 0; i < items.Count; i++)
        {
            var item = RewriteNode(items[i]);
            if (changed is null && !ReferenceEquals(item, items[i]))
            {
                changed = [.. items.Take(i)];
            }

            if (changed is not null && item is not null)
            {
                changed.Add(item);
            }
        }

        return changed is null ? items : changed.ToArray();
    }

    // Pairs of before and after: true if nothing changed.
    private protected static bool Unchanged(params ReadOnlySpan<(object? Before, object? After)> parts)
    {
        foreach (var (before, after) in parts)
        {
            if (!ReferenceEquals(before, after))
            {
                return false;
            }
        }

        return true;
    }
}
