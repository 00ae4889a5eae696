using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>An operation without a name stands alone. https://spec.graphql.org/draft/#sec-Lone-Anonymous-Operation</summary>
internal sealed class LoneAnonymousOperationRule(ValidationContext context) : DocumentRule(context)
{
    protected override VisitAction Enter(DocumentNode node)
    {
        var operations = Context.Operations.ToArray();
        foreach (var anonymous in operations.Where(operation => operations.Length > 1 && operation.Name is null))
        {
            Context.Report("This anonymous operation must be the only defined operation.", anonymous);
        }

        return VisitAction.SkipChildren;
    }
}
