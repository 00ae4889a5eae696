using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>Each fragment has a name of its own. https://spec.graphql.org/draft/#sec-Fragment-Name-Uniqueness</summary>
internal sealed class UniqueFragmentNamesRule(ValidationContext context) : DocumentRule(context)
{
    private readonly Dictionary<string, NameNode> _known = new(StringComparer.Ordinal);

    protected override VisitAction Enter(FragmentDefinitionNode node)
    {
        if (!_known.TryAdd(node.Name.Value, node.Name))
        {
            Context.Report($"There can be only one fragment named \"{node.Name.Value}\".", _known[node.Name.Value], node.Name);
        }

        return VisitAction.SkipChildren;
    }

    protected override VisitAction Enter(OperationDefinitionNode node) => VisitAction.SkipChildren;
}
