using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>A variable has a type of which clients can give values. https://spec.graphql.org/draft/#sec-Variables-Are-Input-Types</summary>
internal sealed class VariablesAreInputTypesRule(ValidationContext context) : DocumentRule(context)
{
    protected override VisitAction Enter(VariableDefinitionNode node)
    {
        if (Context.Schema.Resolve(node.Type) is { IsInputType: false })
        {
            Context.Report($"Variable \"${node.Variable.Name.Value}\" cannot be non-input type \"{SyntaxPrinter.Print(node.Type)}\".", node.Type);
        }

        return VisitAction.SkipChildren;
    }

    protected override VisitAction Enter(SelectionSetNode node) => VisitAction.SkipChildren;
}
