using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>A field or directive is given every argument that it requires. https://spec.graphql.org/draft/#sec-Required-Arguments</summary>
internal sealed class ProvidedRequiredArgumentsRule(ValidationContext context) : DocumentRule(context)
{
    protected override VisitAction Leave(FieldNode node)
    {
        if (Context.Types.Field is { Arguments.Count: > 0 } field)
        {
            foreach (var missing in Missing(field.Arguments, node.Arguments))
            {
                Context.Report($"Field \"{field.Name}\" argument \"{missing.Name}\" of type \"{missing.Type}\" is required, but it was not provided.", node);
            }
        }

        return VisitAction.Continue;
    }

    protected override VisitAction Leave(DirectiveNode node)
    {
        if (Context.Types.Directive is { } directive)
        {
            foreach (var missing in Missing(directive.Arguments, node.Arguments))
            {
                Context.Report($"Directive \"{directive}\" argument \"{missing.Name}\" of type \"{missing.Type}\" is required, but it was not provided.", node);
            }
        }

        return VisitAction.Continue;
    }

    private static IEnumerable<InputValue> Missing(OrderedDictionary<string, InputValue> definitions, IReadOnlyList<ArgumentNode> given)
        => definitions.Values.Where(definition => definition.IsRequired && !given.Any(argument => argument.Name.Value == definition.Name));
}
