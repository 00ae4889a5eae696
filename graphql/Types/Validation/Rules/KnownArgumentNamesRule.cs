using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>A field or directive is given only arguments that it defines. https://spec.graphql.org/draft/#sec-Argument-Names</summary>
internal sealed class KnownArgumentNamesRule(ValidationContext context) : DocumentRule(context)
{
    protected override VisitAction Enter(ArgumentNode node)
    {
        if (Context.Types is { Argument: null, Field: { } field, ParentType: { } parent })
        {
            var name = node.Name.Value;
            Context.Report($"Unknown argument \"{name}\" on field \"{parent}.{field.Name}\".{Suggestions.DidYouMean(name, field.Arguments.Keys)}", node);
        }

        return VisitAction.SkipChildren;
    }

    protected override VisitAction Enter(DirectiveNode node)
    {
        if (Context.Types.Directive is { } directive)
        {
            foreach (var argument in node.Arguments.Where(argument => !directive.Arguments.ContainsKey(argument.Name.Value)))
            {
                var name = argument.Name.Value;
                Context.Report($"Unknown argument \"{name}\" on directive \"{directive}\".{Suggestions.DidYouMean(name, directive.Arguments.Keys)}", argument);
            }
        }

        return VisitAction.SkipChildren;
    }
}
