using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>The schema has a root type for each operation. https://spec.graphql.org/draft/#sec-Operation-Type-Existence</summary>
internal sealed class KnownOperationTypesRule(ValidationContext context) : DocumentRule(context)
{
    protected override VisitAction Enter(OperationDefinitionNode node)
    {
        if (Context.Schema.RootType(node.Operation) is null)
        {
            Context.Report($"The {node.Operation.ToString().ToLowerInvariant()} operation is not supported by the schema.", node);
        }

        return VisitAction.SkipChildren;
    }

    protected override VisitAction Enter(FragmentDefinitionNode node) => VisitAction.SkipChildren;
}
