using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Composition;

/// <summary>One field on the way to a leaf. <paramref name="TypeCondition"/> restricts the type on which the field is selected.</summary>
internal sealed record PathStep(string? TypeCondition, string Field, IReadOnlyList<ArgumentNode> Arguments);

/// <summary>The paths from the root to each leaf that a selection map or a selection set speaks of.</summary>
internal static class LeafPaths
{
    /// <summary>All paths, those of every alternative included.</summary>
    public static IEnumerable<IReadOnlyList<PathStep>> Of(SelectedValue map) => Of(map, [], null);

    public static IEnumerable<IReadOnlyList<PathStep>> Of(SelectionSetNode selection) => Of(selection, [], null);

    private static IEnumerable<IReadOnlyList<PathStep>> Of(SelectedValue map, IReadOnlyList<PathStep> prefix, string? condition)
        => map.Entries.SelectMany(entry => Of(entry, prefix, condition));

    private static IEnumerable<IReadOnlyList<PathStep>> Of(SelectedValueEntry entry, IReadOnlyList<PathStep> prefix, string? condition)
    {
        if (entry.Path is { } path)
        {
            List<PathStep> steps = [.. prefix];
            condition = path.TypeCondition ?? condition;
            foreach (var segment in path.Segments)
            {
                steps.Add(new PathStep(condition, segment.Name, segment.Arguments));
                condition = segment.TypeCondition;
            }

            prefix = steps;
        }

        return entry switch
        {
            { ObjectValue: { } selected } => selected.Fields.SelectMany(field => Of(field.Value, prefix, condition)),
            { ListValue: { } list } => Of(list.Element, prefix, condition),
            _ => [prefix],
        };
    }

    private static IEnumerable<IReadOnlyList<PathStep>> Of(SelectionSetNode set, IReadOnlyList<PathStep> prefix, string? condition)
        => set.Selections.SelectMany(selection => selection switch
        {
            FieldNode { SelectionSet: { } inner } field => Of(inner, [.. prefix, Step(field, condition)], null),
            FieldNode field => [[.. prefix, Step(field, condition)]],
            InlineFragmentNode fragment => Of(fragment.SelectionSet, prefix, fragment.TypeCondition?.Name.Value ?? condition),
            _ => Enumerable.Empty<IReadOnlyList<PathStep>>(),
        });

    private static PathStep Step(FieldNode field, string? condition) => new(condition, field.Name.Value, field.Arguments);
}
