using System.Runtime.InteropServices;

namespace FinFlow.GraphQL.Language;

/// <summary>
/// Compares trees by what they say: kinds, names, values and order. Locations do not count, nor whether a string is a block string.
/// </summary>
public sealed class SyntaxComparer : IEqualityComparer<SyntaxNode>
{
    private SyntaxComparer()
    {
    }

    public static SyntaxComparer Instance { get; } = new();

    public static bool Equal(SyntaxNode? left, SyntaxNode? right)
        => ReferenceEquals(left, right) || Equal(left, right, []);

    bool IEqualityComparer<SyntaxNode>.Equals(SyntaxNode? x, SyntaxNode? y) => Equal(x, y);

    /// <summary>Hashes the whole tree: keys should be small, such as a field's arguments.</summary>
    public int GetHashCode(SyntaxNode obj)
    {
        var hash = new HashCode();
        Add(obj, ref hash, []);
        return hash.ToHashCode();
    }

    private static bool Equal(SyntaxNode? left, SyntaxNode? right, List<SyntaxNode?> children)
    {
        if (left is null || right is null || left.Kind != right.Kind || !Equals(Content(left), Content(right)))
        {
            return left is null && right is null;
        }

        var leftStart = children.Count;
        SyntaxChildren.Collect(left, children);
        var rightStart = children.Count;
        SyntaxChildren.Collect(right, children);
        var count = rightStart - leftStart;
        var equal = children.Count - rightStart == count;
        for (var i = 0; i < count && equal; i++)
        {
            equal = Equal(children[leftStart + i], children[rightStart + i], children);
        }

        CollectionsMarshal.SetCount(children, leftStart);
        return equal;
    }

    private static void Add(SyntaxNode? node, ref HashCode hash, List<SyntaxNode?> children)
    {
        hash.Add(node?.Kind);
        if (node is null)
        {
            return;
        }

        hash.Add(Content(node));
        var start = children.Count;
        SyntaxChildren.Collect(node, children);
        var end = children.Count;
        for (var i = start; i < end; i++)
        {
            Add(children[i], ref hash, children);
        }

        CollectionsMarshal.SetCount(children, start);
    }

    /// <summary>What a node says besides its children.</summary>
    private static object? Content(SyntaxNode node) => node switch
    {
        NameNode name => name.Value,
        IntValueNode number => number.Value,
        FloatValueNode number => number.Value,
        StringValueNode text => text.Value,
        BooleanValueNode boolean => boolean.Value,
        EnumValueNode value => value.Value,
        OperationDefinitionNode operation => operation.Operation,
        OperationTypeDefinitionNode operationType => operationType.Operation,
        DirectiveDefinitionNode directive => directive.Repeatable,
        _ => null,
    };
}
