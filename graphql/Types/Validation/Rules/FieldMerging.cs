using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>Two sides of a response name that cannot become one.</summary>
/// <param name="Left">The field, and within it those that are the cause.</param>
internal sealed record FieldConflict(string ResponseName, string Reason, IReadOnlyList<FieldNode> Left, IReadOnlyList<FieldNode> Right);

/// <summary>
/// Compares the fields that share a response name, in a selection set, in the fragments that it spreads and in the selection sets of
/// such fields. What was compared once is not compared again. https://spec.graphql.org/draft/#FieldsInSetCanMerge()
/// </summary>
internal sealed class FieldMerging(ValidationContext context)
{
    private readonly Dictionary<SelectionSetNode, CollectedFields> _collected = [];
    private readonly HashSet<(CollectedFields, string, bool)> _comparedWithFragment = [];
    private readonly HashSet<(string, string, bool)> _comparedFragments = [];
    private int _comparisons;
    private int _conflicts;

    /// <summary>Whether the search ended before everything was compared.</summary>
    public bool IsExhausted => _comparisons > context.Limits.MergeComparisonsMax;

    public IReadOnlyList<FieldConflict> FindConflicts(NamedType? parent, SelectionSetNode selections)
    {
        var conflicts = new List<FieldConflict>();
        var fields = Collect(parent, selections);
        CompareWithin(fields, conflicts);
        for (var i = 0; i < fields.Spreads.Count; i++)
        {
            CompareWithFragment(fields, fields.Spreads[i], exclusive: false, conflicts);
            for (var j = i + 1; j < fields.Spreads.Count; j++)
            {
                CompareFragments(fields.Spreads[i], fields.Spreads[j], exclusive: false, conflicts);
            }
        }

        return conflicts;
    }

    /// <summary>Every comparison is paid here. Nor does anybody read more conflicts than there may be errors.</summary>
    private bool TrySpend() => _conflicts < context.Limits.ErrorsMax && ++_comparisons <= context.Limits.MergeComparisonsMax;

    private CollectedFields Collect(NamedType? parent, SelectionSetNode selections)
    {
        if (!_collected.TryGetValue(selections, out var fields))
        {
            _collected[selections] = fields = CollectedFields.Of(context, parent, selections);
        }

        return fields;
    }

    private CollectedFields? CollectFragment(string name) => context.Fragments.TryGetValue(name, out var fragment)
        ? Collect(context.FindCompositeType(fragment.TypeCondition), fragment.SelectionSet)
        : null;

    private void CompareWithin(CollectedFields fields, List<FieldConflict> conflicts)
    {
        foreach (var (name, same) in fields.ByResponseName)
        {
            for (var i = 0; i < same.Count; i++)
            {
                for (var j = i + 1; j < same.Count && TrySpend(); j++)
                {
                    Add(Compare(name, same[i], same[j], exclusive: false), conflicts);
                }
            }
        }
    }

    /// <param name="exclusive">Whether no object can have both sides: then they need the same shape only, not the same value.</param>
    private void CompareBetween(CollectedFields left, CollectedFields right, bool exclusive, List<FieldConflict> conflicts)
    {
        foreach (var (name, lefts) in left.ByResponseName)
        {
            foreach (var (a, b) in from a in lefts from b in right.ByResponseName.GetValueOrDefault(name) ?? [] select (a, b))
            {
                if (!TrySpend())
                {
                    return;
                }

                Add(Compare(name, a, b, exclusive), conflicts);
            }
        }
    }

    private void CompareWithFragment(CollectedFields fields, string fragment, bool exclusive, List<FieldConflict> conflicts)
    {
        if ((exclusive && _comparedWithFragment.Contains((fields, fragment, false))) || !_comparedWithFragment.Add((fields, fragment, exclusive)) || !TrySpend() || CollectFragment(fragment) is not { } others || others == fields)
        {
            return;
        }

        CompareBetween(fields, others, exclusive, conflicts);
        foreach (var spread in others.Spreads)
        {
            CompareWithFragment(fields, spread, exclusive, conflicts);
        }
    }

    private void CompareFragments(string left, string right, bool exclusive, List<FieldConflict> conflicts)
    {
        // What may be one value may also be of one shape: the stricter comparison stands for the other one.
        var (first, second) = string.CompareOrdinal(left, right) < 0 ? (left, right) : (right, left);
        if (left == right || (exclusive && _comparedFragments.Contains((first, second, false))) || !_comparedFragments.Add((first, second, exclusive)) || !TrySpend()
            || CollectFragment(left) is not { } lefts || CollectFragment(right) is not { } rights)
        {
            return;
        }

        CompareBetween(lefts, rights, exclusive, conflicts);
        foreach (var spread in rights.Spreads)
        {
            CompareFragments(left, spread, exclusive, conflicts);
        }

        foreach (var spread in lefts.Spreads)
        {
            CompareFragments(spread, right, exclusive, conflicts);
        }
    }

    /// <summary>https://spec.graphql.org/draft/#SameResponseShape()</summary>
    private FieldConflict? Compare(string name, CollectedField left, CollectedField right, bool exclusive)
    {
        exclusive |= left.Parent is ObjectType && right.Parent is ObjectType && left.Parent != right.Parent;
        var (a, b) = (left.Node, right.Node);
        if (!exclusive && a.Name.Value != b.Name.Value)
        {
            return Conflict($"\"{a.Name.Value}\" and \"{b.Name.Value}\" are different fields");
        }

        if (!exclusive && !SameArguments.Check(a.Arguments, b.Arguments))
        {
            return Conflict("they have differing arguments");
        }

        if (!SameStream(a, b))
        {
            return Conflict("they have differing stream directives");
        }

        if (left.Type is { } leftType && right.Type is { } rightType && !HaveSameShape(leftType, rightType))
        {
            return Conflict($"they return conflicting types \"{leftType}\" and \"{rightType}\"");
        }

        return a.SelectionSet is { } leftSet && b.SelectionSet is { } rightSet
            ? InSubfields(name, left, right, CompareSets(Collect(left.Type?.Named, leftSet), Collect(right.Type?.Named, rightSet), exclusive))
            : null;

        FieldConflict Conflict(string reason) => new(name, reason, [a], [b]);
    }

    private List<FieldConflict> CompareSets(CollectedFields left, CollectedFields right, bool exclusive)
    {
        var conflicts = new List<FieldConflict>();
        CompareBetween(left, right, exclusive, conflicts);
        foreach (var spread in right.Spreads)
        {
            CompareWithFragment(left, spread, exclusive, conflicts);
        }

        foreach (var spread in left.Spreads)
        {
            CompareWithFragment(right, spread, exclusive, conflicts);
        }

        foreach (var (a, b) in from a in left.Spreads from b in right.Spreads select (a, b))
        {
            CompareFragments(a, b, exclusive, conflicts);
        }

        return conflicts;
    }

    private static FieldConflict? InSubfields(string name, CollectedField left, CollectedField right, List<FieldConflict> inner) => inner.Count == 0 ? null : new(
        name, string.Join(" and ", inner.Select(conflict => $"subfields \"{conflict.ResponseName}\" conflict because {conflict.Reason}")),
        [left.Node, .. inner.SelectMany(conflict => conflict.Left)], [right.Node, .. inner.SelectMany(conflict => conflict.Right)]);

    public static bool HaveSameShape(GraphQLType left, GraphQLType right) => (left, right) switch
    {
        (NonNullType a, NonNullType b) => HaveSameShape(a.OfType, b.OfType),
        (NonNullType, _) or (_, NonNullType) => false,
        (ListType a, ListType b) => HaveSameShape(a.OfType, b.OfType),
        (ListType, _) or (_, ListType) => false,
        _ => (!left.Named.IsLeaf && !right.Named.IsLeaf) || ReferenceEquals(left, right),
    };

    public static bool SameStream(FieldNode left, FieldNode right) => (Stream(left), Stream(right)) switch
    {
        (null, null) => true,
        ({ } a, { } b) => SameArguments.Check(a.Arguments, b.Arguments),
        _ => false,
    };

    private static DirectiveNode? Stream(FieldNode field) => field.Directives.FirstOrDefault(directive => directive.Name.Value == "stream");

    private void Add(FieldConflict? conflict, List<FieldConflict> conflicts)
    {
        if (conflict is not null)
        {
            conflicts.Add(conflict);
            _conflicts++;
        }
    }
}
