using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>Every directive is defined, and for the place where it stands. https://spec.graphql.org/draft/#sec-Directives-Are-Defined</summary>
internal sealed class KnownDirectivesRule(ValidationContext context) : DocumentRule(context)
{
    protected override VisitAction Enter(DirectiveNode node)
    {
        var name = node.Name.Value;
        if (!Context.Schema.Directives.TryGetValue(name, out var directive))
        {
            Context.Report($"Unknown directive \"@{name}\".", node);
        }
        else if (Place(Parent) is { } place && !directive.Locations.Contains(place))
        {
            Context.Report($"Directive \"@{name}\" may not be used on {place}.", node);
        }

        return VisitAction.SkipChildren;
    }

    /// <summary>Null for places in type definitions, which <see cref="ExecutableDefinitionsRule"/> has refused.</summary>
    private static string? Place(SyntaxNode? owner) => owner switch
    {
        OperationDefinitionNode operation => operation.Operation.ToString().ToUpperInvariant(),
        FieldNode => "FIELD",
        FragmentSpreadNode => "FRAGMENT_SPREAD",
        InlineFragmentNode => "INLINE_FRAGMENT",
        FragmentDefinitionNode => "FRAGMENT_DEFINITION",
        VariableDefinitionNode => "VARIABLE_DEFINITION",
        _ => null,
    };
}
