using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>
/// Fields with the same response name give the same thing. Where they do not, every pair of them is compared, because each that conflicts
/// is an error of its own. Pairs can be many more than fields: the search ends when <see cref="ValidationLimits.MergeComparisonsMax"/> is spent. https://spec.graphql.org/draft/#sec-Field-Selection-Merging
/// </summary>
internal sealed class OverlappingFieldsCanBeMergedRule(ValidationContext context) : DocumentRule(context)
{
    private readonly HashSet<(FieldNode, FieldNode, int)> _reported = [];
    private readonly FieldMerging _merging = new(context);
    private bool _isChecked;

    protected override VisitAction Enter(SelectionSetNode node)
    {
        // Where fragments go in circles there is nothing to merge in the end, and NoFragmentCyclesRule says so.
        if (Context.HasFragmentCycles)
        {
            return VisitAction.Break;
        }

        if (!_isChecked && new MergingCheck(Context).Passes())
        {
            return VisitAction.Break;
        }

        _isChecked = true;
        foreach (var conflict in _merging.FindConflicts(Context.Types.ParentType, node))
        {
            // Two fragments may lead to one and the same pair of fields, which is worth one error.
            if (!_reported.Add((conflict.Left[^1], conflict.Right[^1], conflict.Left.Count)))
            {
                continue;
            }

            Context.Report(
                $"Fields \"{conflict.ResponseName}\" conflict because {conflict.Reason}. Use different aliases on the fields to fetch both if this was intentional.",
                conflict.Left.Concat(conflict.Right));
        }

        if (!_merging.IsExhausted)
        {
            return VisitAction.Continue;
        }

        Context.Report(GraphQLError.At($"Fields of the same name may need at most {Context.Limits.MergeComparisonsMax} comparisons.", node) with
        {
            Code = "LIMIT_MERGE_COMPARISONS_EXCEEDED",
        });
        return VisitAction.Break;
    }
}
