using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>Each operation has a name of its own. https://spec.graphql.org/draft/#sec-Operation-Name-Uniqueness</summary>
internal sealed class UniqueOperationNamesRule(ValidationContext context) : DocumentRule(context)
{
    private readonly Dictionary<string, NameNode> _known = new(StringComparer.Ordinal);

    protected override VisitAction Enter(OperationDefinitionNode node)
    {
        if (node.Name is { } name && !_known.TryAdd(name.Value, name))
        {
            Context.Report($"There can be only one operation named \"{name.Value}\".", _known[name.Value], name);
        }

        return VisitAction.SkipChildren;
    }

    protected override VisitAction Enter(FragmentDefinitionNode node) => VisitAction.SkipChildren;
}
