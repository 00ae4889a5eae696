using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

/// <summary>Paths as one selection set: `id`, `address.id` and `address.city` give `{ id address { id city } }`.</summary>
internal static class KeySelection
{
    public static string Print(IEnumerable<IReadOnlyList<PathStep>> paths) => Print([.. paths], 0);

    private static string Print(IReadOnlyList<IReadOnlyList<PathStep>> paths, int depth)
    {
        var selections = paths.GroupBy(path => path[depth].TypeCondition ?? "").SelectMany(group =>
        {
            var fields = group.GroupBy(path => Field(path[depth])).Select(field =>
            {
                var deeper = field.Where(path => path.Count > depth + 1).ToList();
                return deeper.Count == 0 ? field.Key : $"{field.Key} {Print(deeper, depth + 1)}";
            });
            return group.Key == "" ? fields : [$"... on {group.Key} {{ {string.Join(' ', fields)} }}"];
        });
        return $"{{ {string.Join(' ', selections)} }}";
    }

    private static string Field(PathStep step) => step.Arguments.Count == 0
        ? step.Field
        : $"{step.Field}({string.Join(", ", step.Arguments.Select(SyntaxPrinter.PrintCompact))})";
}
