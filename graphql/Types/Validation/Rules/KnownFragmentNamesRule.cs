using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>A spread names a fragment of the document. https://spec.graphql.org/draft/#sec-Fragment-Spread-Target-Defined</summary>
internal sealed class KnownFragmentNamesRule(ValidationContext context) : DocumentRule(context)
{
    protected override VisitAction Enter(FragmentSpreadNode node)
    {
        if (!Context.Fragments.ContainsKey(node.Name.Value))
        {
            Context.Report($"Unknown fragment \"{node.Name.Value}\".", node.Name);
        }

        return VisitAction.Continue;
    }
}
