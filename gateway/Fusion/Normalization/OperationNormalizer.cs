using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Fusion;

/// <summary>
/// Makes one tree of an operation and its fragments: equal fields are merged (https://spec.graphql.org/draft/#sec-Field-Collection),
/// conditions are decided, and below interfaces and unions each field knows for which object types it is selected. A field whose sources
/// differ from type to type is split, so that the planner can treat all types of a selected field alike.
/// </summary>
internal sealed class OperationNormalizer(
    CompositeSchema schema, IReadOnlyDictionary<string, FragmentDefinitionNode> fragments, ConditionBits conditions, ulong bits, int selectionsMax)
{
    private int _selectionSets;
    private int _visited;

    /// <exception cref="PlanException">The operation is larger than the limit, fragments expanded.</exception>
    public NormalizedOperation Normalize(OperationDefinitionNode operation)
    {
        var type = schema.Full.RootType(operation.Operation)
            ?? throw new PlanException($"The schema has no {operation.Operation} type.", "OPERATION_NOT_SUPPORTED");
        var root = Build(type, null, [operation.SelectionSet]);
        return new NormalizedOperation(operation, root, _selectionSets);
    }

    private SelectionSet Build(NamedType type, SelectedField? parent, IEnumerable<SelectionSetNode> selections)
    {
        var set = new SelectionSet(_selectionSets++, type, schema.PossibleTypes(type), parent);
        var entries = new List<Entry>();
        var visited = new HashSet<(string Fragment, string Types)>();
        foreach (var node in selections)
        {
            Collect(node, set.PossibleTypes, entries, visited);
        }

        foreach (var entry in entries.SelectMany(SplitBySources))
        {
            set.Fields.Add(ToField(set, entry));
        }

        return set;
    }

    private SelectedField ToField(SelectionSet owner, Entry entry)
    {
        var node = entry.Nodes[0];
        var field = new SelectedField
        {
            Owner = owner,
            ResponseName = node.ResponseName,
            Name = node.Name.Value,
            Arguments = node.Arguments,
            Types = entry.Types,
            Type = TypeOf(owner.Type, entry.Types[0], node.Name.Value),
        };
        if (node.SelectionSet is not null)
        {
            field.Selections = Build(field.Type.Named, field, entry.Nodes.Select(n => n.SelectionSet!));
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

    private void Collect(
        SelectionSetNode node, IReadOnlyList<string> types, List<Entry> entries, HashSet<(string, string)> visited)
    {
        foreach (var selection in node.Selections)
        {
            if (++_visited > selectionsMax)
            {
                throw new PlanException($"The operation selects more than {selectionsMax} fields, fragments expanded.", "SELECTIONS_MAX");
            }

            if (!conditions.Includes(selection.Directives, bits))
            {
                continue;
            }

            switch (selection)
            {
                case FieldNode field:
                    Add(field, types, entries);
                    break;
                case InlineFragmentNode inline:
                    CollectFragment(inline.SelectionSet, inline.TypeCondition, types, entries, visited);
                    break;
                case FragmentSpreadNode spread when visited.Add((spread.Name.Value, string.Join(' ', types))):
                    var fragment = fragments[spread.Name.Value];
                    CollectFragment(fragment.SelectionSet, fragment.TypeCondition, types, entries, visited);
                    break;
            }
        }
    }

    private void CollectFragment(
        SelectionSetNode node, NamedTypeNode? condition, IReadOnlyList<string> types, List<Entry> entries, HashSet<(string, string)> visited)
    {
        var narrowed = condition is null ? types : Intersect(types, schema.PossibleTypes(schema.Full.Types[condition.Name.Value]));
        if (narrowed.Count > 0)
        {
            Collect(node, narrowed, entries, visited);
        }
    }

    /// <summary>Adds a field for some types. Where it meets an equal field for a part of them, the part becomes an entry of its own.</summary>
    private static void Add(FieldNode node, IReadOnlyList<string> types, List<Entry> entries)
    {
        var remaining = types;
        for (var i = 0; i < entries.Count && remaining.Count > 0; i++)
        {
            var entry = entries[i];
            var shared = entry.IsSameField(node) ? Intersect(entry.Types, remaining) : [];
            if (shared.Count == 0)
            {
                continue;
            }

            remaining = Except(remaining, shared);
            if (node.SelectionSet is null || entry.Nodes.Contains(node))
            {
                continue;
            }

            if (shared.Count < entry.Types.Count)
            {
                entries.Insert(i + 1, new Entry(Except(entry.Types, shared), [.. entry.Nodes]));
                entry = entries[i] = new Entry(shared, [.. entry.Nodes]);
                i++;
            }

            entry.Nodes.Add(node);
        }

        if (remaining.Count > 0)
        {
            entries.Add(new Entry(remaining, [node]));
        }
    }

    private IEnumerable<Entry> SplitBySources(Entry entry)
        => entry.Types.Count == 1 || entry.Nodes[0].Name.Value == "__typename"
            ? [entry]
            : entry.Types.GroupBy(type => schema.TypeOf(type).SignatureOf(entry.Nodes[0].Name.Value)).Select(group => new Entry([.. group], entry.Nodes));

    private static IReadOnlyList<string> Intersect(IReadOnlyList<string> left, IReadOnlyList<string> right)
        => ReferenceEquals(left, right) ? left : [.. left.Where(right.Contains)];

    private static IReadOnlyList<string> Except(IReadOnlyList<string> left, IReadOnlyList<string> right) => [.. left.Where(type => !right.Contains(type))];

    private sealed record Entry(IReadOnlyList<string> Types, List<FieldNode> Nodes)
    {
        public bool IsSameField(FieldNode node)
            => Nodes[0].ResponseName == node.ResponseName && Nodes[0].Name.Value == node.Name.Value
                && SelectedField.AreEqual(Nodes[0].Arguments, node.Arguments);
    }
}
