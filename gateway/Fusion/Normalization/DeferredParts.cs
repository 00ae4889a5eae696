using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Fusion;

/// <summary>A fragment with an active @defer, at one place of an operation. https://github.com/graphql/defer-stream-wg</summary>
internal sealed class DeferUsage(DirectiveNode directive, SelectionSet place, IReadOnlyList<string> types, DeferUsage? parent)
{
    public DirectiveNode Directive { get; } = directive;

    public string? Label { get; } = directive.Arguments.FirstOrDefault(argument => argument.Name.Value == "label")?.Value is StringValueNode label ? label.Value : null;

    /// <summary>The object types to which it applies.</summary>
    public IReadOnlyList<string> Types { get; } = types;

    /// <summary>The deferred fragment around it.</summary>
    public DeferUsage? Parent { get; } = parent;

    /// <summary>`@defer(label: "reviews") at users`, for plans.</summary>
    public override string ToString() => $"@defer{(Label is null ? "" : $"(label: \"{Label}\")")}{(place.Parent is null ? "" : $" at {place.Path}")}"
        + (Types.Count == place.PossibleTypes.Count ? "" : $" on {string.Join(", ", Types)}");
}

/// <summary>
/// What is delivered together: the fields for which the same deferred fragments wait. A field that several fragments select is in one
/// part, so that it is fetched and sent once; a field that is also selected outside of all fragments is not deferred at all.
/// </summary>
internal sealed class DeferPart(int id, IReadOnlyList<DeferUsage> usages)
{
    /// <summary>What the first payload has.</summary>
    public static DeferPart Initial { get; } = new(0, []);

    /// <summary>0 for the initial part.</summary>
    public int Id { get; } = id;

    /// <summary>The fragments that wait for it.</summary>
    public IReadOnlyList<DeferUsage> Usages { get; } = usages;

    public bool IsInitial => Id == 0;

    /// <summary>Whether whatever this part fetched is there when something at a place is fetched for another one.</summary>
    public bool IsBefore(DeferPart part, SelectionSet place)
    {
        if (IsInitial || this == part)
        {
            return true;
        }

        for (var around = place.Parent; around is not null; around = around.Owner.Parent)
        {
            if (around.Part == this)
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>The deferred fragments of an operation and the parts into which they divide it.</summary>
internal sealed class DeferredParts(int usagesMax)
{
    private readonly Dictionary<string, DeferPart> _parts = new(StringComparer.Ordinal);
    private readonly Dictionary<DeferUsage, int> _usages = [];

    /// <summary>The parts that come later, in the order in which they were met.</summary>
    public List<DeferPart> Later { get; } = [];

    /// <exception cref="PlanException">There are more deferred fragments than the limit.</exception>
    public DeferUsage Enter(DirectiveNode directive, SelectionSet place, IReadOnlyList<string> types, DeferUsage? around)
    {
        if (_usages.Count >= usagesMax)
        {
            throw new PlanException($"The operation has more than {usagesMax} deferred fragments, fragments expanded.", "DEFER_MAX");
        }

        var usage = new DeferUsage(directive, place, types, around);
        _usages.Add(usage, _usages.Count + 1);
        place.Defers.Add(usage);
        return usage;
    }

    /// <summary>The part of a field, by the fragments in which it is selected; null stands for a selection outside of all.</summary>
    public DeferPart PartOf(IReadOnlyList<DeferUsage?> occurrences)
    {
        if (_usages.Count == 0 || occurrences.Contains(null))
        {
            return DeferPart.Initial;
        }

        // A fragment inside of another one that has the field, too, need not wait for it.
        var all = occurrences.OfType<DeferUsage>().ToHashSet();
        var outermost = all.Where(usage => !IsInsideOf(usage, all)).OrderBy(usage => _usages[usage]).ToList();
        var key = string.Join(' ', outermost.Select(usage => _usages[usage]));
        if (!_parts.TryGetValue(key, out var part))
        {
            _parts[key] = part = new DeferPart(_parts.Count + 1, outermost);
            Later.Add(part);
        }

        return part;
    }

    private static bool IsInsideOf(DeferUsage usage, HashSet<DeferUsage> others)
    {
        for (var parent = usage.Parent; parent is not null; parent = parent.Parent)
        {
            if (others.Contains(parent))
            {
                return true;
            }
        }

        return false;
    }
}
