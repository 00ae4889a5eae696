using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>
/// Tells in one walk that nothing conflicts, as nearly always: fields of one response name are each like the first of them, and what they
/// select is looked at together. Being like is transitive, so that pairs need not be compared. Where something is not, or where an object
/// cannot be known because the document is wrong, <see cref="FieldMerging"/> finds the pairs. https://spec.graphql.org/draft/#FieldsInSetCanMerge()
/// </summary>
internal sealed class MergingCheck(ValidationContext context)
{
    private int _comparisons;

    /// <summary>Whether all fields of the document merge. Not to be asked of one whose fragments go in circles.</summary>
    public bool Passes()
    {
        var reached = new HashSet<FragmentDefinitionNode>();
        foreach (var operation in context.Operations)
        {
            reached.UnionWith(context.ReferencedFragments(operation));
            if (!Check(Collect([(context.Schema.RootType(operation.Operation), operation.SelectionSet)]), Sameness.Both))
            {
                return false;
            }
        }

        return context.Document.Definitions.OfType<FragmentDefinitionNode>().All(fragment
            => reached.Contains(fragment) || Check(Collect([(context.FindCompositeType(fragment.TypeCondition), fragment.SelectionSet)]), Sameness.Both));
    }

    private bool Check(OrderedDictionary<string, List<CollectedField>> fields, Sameness sameness)
    {
        foreach (var same in fields.Values)
        {
            if ((_comparisons += same.Count) > context.Limits.MergeComparisonsMax || (sameness.HasFlag(Sameness.Shape) && !HaveSameShape(same)))
            {
                return false;
            }

            var groups = sameness.HasFlag(Sameness.Value) ? ByPossibleObject(same) : [];
            var together = groups.Count == 1 ? sameness : sameness & Sameness.Shape;
            if ((together != Sameness.None && !CheckSelections(same, together))
                || groups.Any(group => !HaveSameValue(group) || (together != sameness && !CheckSelections(group, Sameness.Value))))
            {
                return false;
            }
        }

        return true;
    }

    private bool CheckSelections(List<CollectedField> fields, Sameness sameness)
    {
        var selected = fields.Where(field => field.Node.SelectionSet is not null).Select(field => (field.Type?.Named, field.Node.SelectionSet!)).ToArray();
        return selected.Length == 0 || Check(Collect(selected), sameness);
    }

    /// <summary>Those that one object can have: fields of interfaces with those of each object type. Mostly all of them.</summary>
    private static List<List<CollectedField>> ByPossibleObject(List<CollectedField> same)
    {
        if (same.Count == 1 || same.TrueForAll(field => field.Parent == same[0].Parent))
        {
            return [same];
        }

        var objects = same.Select(field => field.Parent).OfType<ObjectType>().Distinct().ToArray();
        return objects.Length < 2 ? [same] : [.. objects.Select(type => same.FindAll(field => field.Parent == type || field.Parent is not ObjectType))];
    }

    private static bool HaveSameShape(List<CollectedField> same)
        => same.Count == 1 || same.TrueForAll(field => field.Parent is not null && field.Type is { } type && same[0].Type is { } first
            && FieldMerging.HaveSameShape(first, type) && FieldMerging.SameStream(same[0].Node, field.Node));

    private static bool HaveSameValue(List<CollectedField> same)
        => same.Count == 1 || same.TrueForAll(field => field.Node.Name.Value == same[0].Node.Name.Value && SameArguments.Check(same[0].Node.Arguments, field.Node.Arguments));

    /// <summary>The fields of several selection sets by response name; the fragments that they spread are taken in, each once.</summary>
    private OrderedDictionary<string, List<CollectedField>> Collect(IEnumerable<(NamedType? Parent, SelectionSetNode Selections)> sets)
    {
        var fields = new OrderedDictionary<string, List<CollectedField>>(StringComparer.Ordinal);
        var spreads = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (parent, selections) in sets)
        {
            Add(parent, selections, fields, spreads);
        }

        return fields;
    }

    private void Add(NamedType? parent, SelectionSetNode selections, OrderedDictionary<string, List<CollectedField>> fields, HashSet<string> spreads)
    {
        foreach (var selection in selections.Selections)
        {
            switch (selection)
            {
                case FieldNode field:
                    (fields.TryGetValue(field.ResponseName, out var same) ? same : fields[field.ResponseName] = [])
                        .Add(new CollectedField(parent, field, parent is null ? null : context.Schema.FindField(parent, field.Name.Value)?.Type));
                    break;
                case FragmentSpreadNode spread when spreads.Add(spread.Name.Value) && context.Fragments.TryGetValue(spread.Name.Value, out var fragment):
                    Add(context.FindCompositeType(fragment.TypeCondition), fragment.SelectionSet, fields, spreads);
                    break;
                case InlineFragmentNode inline:
                    Add(inline.TypeCondition is { } condition ? context.FindCompositeType(condition) : parent, inline.SelectionSet, fields, spreads);
                    break;
            }
        }
    }

    /// <summary>What must be the same: of objects that cannot be one, the shape alone.</summary>
    [Flags]
    private enum Sameness
    {
        None = 0,
        Shape = 1,
        Value = 2,
        Both = Shape | Value,
    }
}
