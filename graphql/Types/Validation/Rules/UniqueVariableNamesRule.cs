using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>An operation defines each variable once. https://spec.graphql.org/draft/#sec-Variable-Uniqueness</summary>
internal sealed class UniqueVariableNamesRule(ValidationContext context) : DocumentRule(context)
{
    protected override VisitAction Enter(OperationDefinitionNode node)
    {
        foreach (var repeated in node.VariableDefinitions.GroupBy(definition => definition.Variable.Name.Value).Where(group => group.Count() > 1))
        {
            Context.Report($"There can be only one variable named \"${repeated.Key}\".", repeated.Select(definition => definition.Variable.Name));
        }

        return VisitAction.SkipChildren;
    }

    protected override VisitAction Enter(FragmentDefinitionNode node) => VisitAction.SkipChildren;
}
