using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>A field or directive is given each argument once. https://spec.graphql.org/draft/#sec-Argument-Uniqueness</summary>
internal sealed class UniqueArgumentNamesRule(ValidationContext context) : DocumentRule(context)
{
    protected override VisitAction Enter(FieldNode node) => Check(node.Arguments);

    protected override VisitAction Enter(DirectiveNode node) => Check(node.Arguments);

    private VisitAction Check(IReadOnlyList<ArgumentNode> arguments)
    {
        if (arguments.Count > 1)
        {
            foreach (var repeated in arguments.GroupBy(argument => argument.Name.Value).Where(group => group.Count() > 1))
            {
                Context.Report($"There can be only one argument named \"{repeated.Key}\".", repeated.Select(argument => argument.Name));
            }
        }

        return VisitAction.Continue;
    }
}
