using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>A fragment is on an object, an interface or a union. https://spec.graphql.org/draft/#sec-Fragments-on-Object-Interface-or-Union-Types</summary>
internal sealed class FragmentsOnCompositeTypesRule(ValidationContext context) : DocumentRule(context)
{
    protected override VisitAction Enter(InlineFragmentNode node)
    {
        if (node.TypeCondition is { } condition && IsLeafOrInput(condition))
        {
            Context.Report($"Fragment cannot condition on non composite type \"{condition.Name.Value}\".", condition);
        }

        return VisitAction.Continue;
    }

    protected override VisitAction Enter(FragmentDefinitionNode node)
    {
        if (IsLeafOrInput(node.TypeCondition))
        {
            Context.Report($"Fragment \"{node.Name.Value}\" cannot condition on non composite type \"{node.TypeCondition.Name.Value}\".", node.TypeCondition);
        }

        return VisitAction.Continue;
    }

    private bool IsLeafOrInput(NamedTypeNode condition) => Context.Schema.FindType(condition.Name.Value) is { IsComposite: false };
}
