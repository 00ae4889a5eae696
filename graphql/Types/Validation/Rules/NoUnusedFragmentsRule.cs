using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>Some operation spreads each fragment, directly or through others. https://spec.graphql.org/draft/#sec-Fragments-Must-Be-Used</summary>
internal sealed class NoUnusedFragmentsRule(ValidationContext context) : DocumentRule(context)
{
    protected override VisitAction Enter(DocumentNode node)
    {
        var used = Context.Operations.SelectMany(Context.ReferencedFragments).Select(fragment => fragment.Name.Value).ToHashSet(StringComparer.Ordinal);
        foreach (var unused in node.Definitions.OfType<FragmentDefinitionNode>().Where(fragment => !used.Contains(fragment.Name.Value)))
        {
            Context.Report($"Fragment \"{unused.Name.Value}\" is never used.", unused);
        }

        return VisitAction.SkipChildren;
    }
}
