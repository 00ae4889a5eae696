using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>Whether two fields are given the same arguments; the order of arguments and input fields does not matter.</summary>
internal static class SameArguments
{
    public static bool Check(IReadOnlyList<ArgumentNode> left, IReadOnlyList<ArgumentNode> right)
        => left.Count == right.Count
            && left.All(a => right.FirstOrDefault(b => b.Name.Value == a.Name.Value) is { } b && Same(a.Value, b.Value));

    private static bool Same(ValueNode left, ValueNode right) => (left, right) switch
    {
        (ListValueNode a, ListValueNode b) => a.Items.Count == b.Items.Count && a.Items.Zip(b.Items, Same).All(same => same),
        (ObjectValueNode a, ObjectValueNode b) => a.Fields.Count == b.Fields.Count
            && a.Fields.All(x => b.Fields.FirstOrDefault(y => y.Name.Value == x.Name.Value) is { } y && Same(x.Value, y.Value)),
        _ => left.Kind == right.Kind && SyntaxPrinter.Print(left) == SyntaxPrinter.Print(right),
    };
}
