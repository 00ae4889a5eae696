using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Execution;

/// <summary>A fragment with an active @defer, as it stands in a selection set.</summary>
internal sealed class DeferUsage(DirectiveNode directive, DeferUsage? parent)
{
    public DirectiveNode Directive { get; } = directive;

    public string? Label { get; } = IncrementalDirectives.Label(directive);

    /// <summary>The deferred fragment around it.</summary>
    public DeferUsage? Parent { get; } = parent;
}

/// <summary>
/// What of an object comes later: its deferred fragments, and their fields in groups. A field that several fragments select is in one
/// group, so that it is executed and sent once; a field that is also selected outside of all of them is not deferred at all.
/// </summary>
/// <param name="Usages">The fragments that begin at this object.</param>
/// <param name="Groups">Fields that are executed together.</param>
internal sealed record DeferPlan(IReadOnlyList<DeferUsage> Usages, IReadOnlyList<DeferGroup> Groups)
{
    /// <summary>Divides an object's fields into those that belong to what is being written, and groups of those that come later.</summary>
    /// <param name="type">The object's type.</param>
    /// <param name="selections">All its fields.</param>
    /// <param name="usages">The deferred fragments that begin here.</param>
    /// <param name="around">The fragments for which the object itself is written.</param>
    public static SelectionSet Divide(ObjectType type, IEnumerable<Selection> selections, IReadOnlyList<DeferUsage> usages, IReadOnlyList<DeferUsage> around)
    {
        var now = new List<Selection>();
        var later = new List<(IReadOnlyList<DeferUsage> Usages, List<Selection> Selections)>();
        foreach (var selection in selections)
        {
            selection.Usages = Outermost(selection);
            if (IsSame(selection.Usages, around))
            {
                now.Add(selection);
                continue;
            }

            var index = later.FindIndex(group => IsSame(group.Usages, selection.Usages));
            if (index < 0)
            {
                later.Add((selection.Usages, [selection]));
            }
            else
            {
                later[index].Selections.Add(selection);
            }
        }

        return new SelectionSet(type, [.. now])
        {
            Deferred = usages.Count == 0 && later.Count == 0
                ? null
                : new DeferPlan(usages, [.. later.Select(group => new DeferGroup(group.Usages, new SelectionSet(type, [.. group.Selections])))]),
        };
    }

    // A fragment inside of another one that has the field, too, need not wait for it.
    private static DeferUsage[] Outermost(Selection selection)
    {
        if (selection.Occurrences.Any(occurrence => occurrence.Usage is null))
        {
            return [];
        }

        var all = selection.Occurrences.Select(occurrence => occurrence.Usage!).Distinct().ToArray();
        return [.. all.Where(usage => !Ancestors(usage).Any(all.Contains))];
    }

    private static IEnumerable<DeferUsage> Ancestors(DeferUsage usage)
    {
        for (var parent = usage.Parent; parent is not null; parent = parent.Parent)
        {
            yield return parent;
        }
    }

    private static bool IsSame(IReadOnlyList<DeferUsage> some, IReadOnlyList<DeferUsage> others) => some.Count == others.Count && some.All(others.Contains);
}

/// <summary>Fields of one object that the same deferred fragments wait for.</summary>
internal sealed record DeferGroup(IReadOnlyList<DeferUsage> Usages, SelectionSet Set);

/// <summary>A field's active @stream.</summary>
internal sealed class StreamUsage(DirectiveNode directive)
{
    private readonly ValueNode? _initialCount = IncrementalDirectives.Argument(directive, "initialCount");

    public string? Label { get; } = IncrementalDirectives.Label(directive);

    /// <summary>How many items the list has when it is first sent; negative when the client wants nonsense.</summary>
    public int InitialCount(VariableValues variables) => _initialCount switch
    {
        IntValueNode literal => int.Parse(literal.Value, System.Globalization.CultureInfo.InvariantCulture),
        VariableNode variable when variables.TryGet(variable.Name.Value, out var value) => value is int count ? count : -1,
        _ => 0,
    };
}

/// <summary>Which fragments have been collected, and the deferred ones among them. https://spec.graphql.org/draft/#CollectFields()</summary>
internal sealed class VisitedFragments
{
    private readonly HashSet<(string, Inclusion, DirectiveNode?)> _visited = [];

    public List<DeferUsage> Usages { get; } = [];

    public bool Add(string name, Inclusion inclusion, DeferUsage? usage)
        => !_visited.Contains((name, inclusion, null)) && _visited.Add((name, inclusion, usage?.Directive));

    public DeferUsage? Enter(DeferUsage? usage, DeferUsage? around)
    {
        if (usage is not null && usage != around)
        {
            Usages.Add(usage);
        }

        return usage;
    }
}

internal static class IncrementalDirectives
{
    public static bool AreIn(OperationDefinitionNode operation, IEnumerable<FragmentDefinitionNode> fragments)
        => AreIn(operation.SelectionSet) || fragments.Any(fragment => AreIn(fragment.SelectionSet));

    public static ValueNode? Argument(DirectiveNode directive, string name)
        => directive.Arguments.FirstOrDefault(argument => argument.Name.Value == name)?.Value;

    public static string? Label(DirectiveNode directive) => Argument(directive, "label") is StringValueNode label ? label.Value : null;

    private static bool AreIn(SelectionSetNode? set) => set is not null && set.Selections.Any(node =>
        node.Directives.Any(directive => directive.Name.Value is "defer" or "stream")
        || AreIn(node switch { FieldNode field => field.SelectionSet, InlineFragmentNode inline => inline.SelectionSet, _ => null }));
}
