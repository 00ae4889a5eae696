using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Fusion;

/// <summary>
/// Makes one tree of an operation and its fragments: equal fields are merged (https://spec.graphql.org/draft/#sec-Field-Collection),
/// conditions are decided, and below interfaces and unions each field knows for which object types it is selected. A field whose sources
/// differ from type to type is split, so that the planner can treat all types of a selected field alike; so is one that is deferred for
/// some types only. Each field belongs to a part of the answer.
/// </summary>
internal sealed class OperationNormalizer(
    CompositeSchema schema, IReadOnlyDictionary<string, FragmentDefinitionNode> fragments, ConditionBits conditions, PlanKey key, PlannerOptions limits)
{
    private readonly DeferredParts _parts = new(limits.DeferredFragmentsMax);
    private int _selectionSets;
    private int _visited;

    /// <exception cref="PlanException">The operation is larger than the limit, fragments expanded.</exception>
    public NormalizedOperation Normalize(OperationDefinitionNode operation)
    {
        var type = schema.Full.RootType(operation.Operation)
            ?? throw new PlanException($"The schema has no {operation.Operation} type.", "OPERATION_NOT_SUPPORTED");
        var root = Build(type, null, [(operation.SelectionSet, null)]);
        return new NormalizedOperation(operation, root, _selectionSets, _parts.Later);
    }

    private SelectionSet Build(NamedType type, SelectedField? parent, IEnumerable<(SelectionSetNode Node, DeferUsage? Usage)> selections)
    {
        var set = new SelectionSet(_selectionSets++, type, schema.PossibleTypes(type), parent);
        var entries = new List<Entry>();
        var visited = new VisitedFragments();
        foreach (var (node, usage) in selections)
        {
            Collect(new Scope(set, set.PossibleTypes, usage), node, entries, visited);
        }

        foreach (var entry in entries.SelectMany(SplitBySources))
        {
            set.Fields.Add(ToField(set, entry));
        }

        return set;
    }

    private SelectedField ToField(SelectionSet owner, Entry entry)
    {
        var node = entry.First;
        var field = new SelectedField
        {
            Owner = owner,
            ResponseName = node.ResponseName,
            Name = node.Name.Value,
            Arguments = node.Arguments,
            Types = entry.Types,
            Type = TypeOf(owner.Type, entry.Types[0], node.Name.Value),
            Part = _parts.PartOf([.. entry.Occurrences.Select(occurrence => occurrence.Usage)]),
        };
        if (node.SelectionSet is not null)
        {
            field.Selections = Build(field.Type.Named, field, entry.Occurrences.Select(occurrence => (occurrence.Node.SelectionSet!, occurrence.Usage)));
        }

        return field;
    }

    private GraphQLType TypeOf(NamedType declared, string objectType, string field)
    {
        if (field.StartsWith("__", StringComparison.Ordinal))
        {
            return field switch
            {
                "__schema" => new NonNullType(schema.Full.Types["__Schema"]),
                "__type" => schema.Full.Types["__Type"],
                _ => new NonNullType(schema.Full.Types["String"]),
            };
        }

        // The declared type first: object types may narrow the type, but the place where a value is selected is the declared one.
        return declared is ComplexType complex && complex.Fields.TryGetValue(field, out var found)
            ? found.Type
            : ((ObjectType)schema.Full.Types[objectType]).Fields[field].Type;
    }

    private void Collect(Scope scope, SelectionSetNode node, List<Entry> entries, VisitedFragments visited)
    {
        foreach (var selection in node.Selections)
        {
            if (++_visited > limits.SelectionsMax)
            {
                throw new PlanException($"The operation selects more than {limits.SelectionsMax} fields, fragments expanded.", "SELECTIONS_MAX");
            }

            if (!conditions.Includes(selection.Directives, key.Bits))
            {
                continue;
            }

            switch (selection)
            {
                case FieldNode field:
                    Add(field, scope, entries);
                    break;
                case InlineFragmentNode inline:
                    CollectFragment(scope, inline.TypeCondition, null, DeferOf(inline), inline.SelectionSet, entries, visited);
                    break;
                case FragmentSpreadNode spread:
                    var fragment = fragments[spread.Name.Value];
                    CollectFragment(scope, fragment.TypeCondition, spread.Name.Value, DeferOf(spread), fragment.SelectionSet, entries, visited);
                    break;
            }
        }
    }

    private DirectiveNode? DeferOf(SelectionNode fragment) => key.IsIncremental ? conditions.Defer(fragment.Directives, key.Bits) : null;

    private void CollectFragment(
        Scope scope, NamedTypeNode? condition, string? name, DirectiveNode? defer, SelectionSetNode node, List<Entry> entries, VisitedFragments visited)
    {
        var types = condition is null ? scope.Types : Intersect(scope.Types, schema.PossibleTypes(schema.Full.Types[condition.Name.Value]));
        types = name is null ? types : visited.TakeNew(name, defer ?? scope.Usage?.Directive, types);
        if (types.Count > 0)
        {
            var usage = defer is null ? scope.Usage : _parts.Enter(defer, scope.Set, types, scope.Usage);
            Collect(scope with { Types = types, Usage = usage }, node, entries, visited);
        }
    }

    /// <summary>Adds a field for some types. Where it meets an equal field for a part of them, the part becomes an entry of its own.</summary>
    private static void Add(FieldNode node, Scope scope, List<Entry> entries)
    {
        var remaining = scope.Types;
        for (var i = 0; i < entries.Count && remaining.Count > 0; i++)
        {
            var entry = entries[i];
            var shared = entry.IsSameField(node) ? Intersect(entry.Types, remaining) : [];
            if (shared.Count == 0)
            {
                continue;
            }

            remaining = Except(remaining, shared);
            if (entry.Has(node, scope.Usage))
            {
                continue;
            }

            if (shared.Count < entry.Types.Count)
            {
                entries.Insert(i + 1, new Entry(Except(entry.Types, shared), [.. entry.Occurrences]));
                entry = entries[i] = new Entry(shared, [.. entry.Occurrences]);
                i++;
            }

            entry.Occurrences.Add((node, scope.Usage));
        }

        if (remaining.Count > 0)
        {
            entries.Add(new Entry(remaining, [(node, scope.Usage)]));
        }
    }

    private IEnumerable<Entry> SplitBySources(Entry entry)
        => entry.Types.Count == 1 || entry.First.Name.Value == "__typename"
            ? [entry]
            : entry.Types.GroupBy(type => schema.TypeOf(type).SignatureOf(entry.First.Name.Value)).Select(group => new Entry([.. group], entry.Occurrences));

    private static IReadOnlyList<string> Intersect(IReadOnlyList<string> left, IReadOnlyList<string> right)
        => ReferenceEquals(left, right) ? left : [.. left.Where(right.Contains)];

    private static IReadOnlyList<string> Except(IReadOnlyList<string> left, IReadOnlyList<string> right) => [.. left.Where(type => !right.Contains(type))];

    /// <summary>Where a selection stands: for which object types it counts, and the deferred fragment around it.</summary>
    private readonly record struct Scope(SelectionSet Set, IReadOnlyList<string> Types, DeferUsage? Usage);

    private sealed record Entry(IReadOnlyList<string> Types, List<(FieldNode Node, DeferUsage? Usage)> Occurrences)
    {
        public FieldNode First => Occurrences[0].Node;

        public bool IsSameField(FieldNode node)
            => First.ResponseName == node.ResponseName && First.Name.Value == node.Name.Value && SelectedField.AreEqual(First.Arguments, node.Arguments);

        /// <summary>Whether an occurrence says nothing new: of a leaf only matters which fragments defer it.</summary>
        public bool Has(FieldNode node, DeferUsage? usage)
            => Occurrences.Exists(other => other.Usage == usage && (node.SelectionSet is null || other.Node == node));
    }

    /// <summary>The fragments that were collected for each type, and the @defer under which. https://spec.graphql.org/draft/#CollectFields()</summary>
    private sealed class VisitedFragments
    {
        private readonly HashSet<(string Name, DirectiveNode? Defer, string Type)> _visited = [];

        /// <summary>The types for which the fragment was not collected yet.</summary>
        public IReadOnlyList<string> TakeNew(string name, DirectiveNode? defer, IReadOnlyList<string> types)
            => [.. types.Where(type => !_visited.Contains((name, null, type)) && _visited.Add((name, defer, type)))];
    }
}
