using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>A directive that is not repeatable stands once at each place. https://spec.graphql.org/draft/#sec-Directives-Are-Unique-per-Location</summary>
internal sealed class UniqueDirectivesPerLocationRule(ValidationContext context) : DocumentRule(context)
{
    protected override VisitAction Enter(OperationDefinitionNode node) => Check(node.Directives);

    protected override VisitAction Enter(FragmentDefinitionNode node) => Check(node.Directives);

    protected override VisitAction Enter(VariableDefinitionNode node) => Check(node.Directives);

    protected override VisitAction Enter(FieldNode node) => Check(node.Directives);

    protected override VisitAction Enter(FragmentSpreadNode node) => Check(node.Directives);

    protected override VisitAction Enter(InlineFragmentNode node) => Check(node.Directives);

    private VisitAction Check(IReadOnlyList<DirectiveNode> directives)
    {
        if (directives.Count > 1)
        {
            var first = new Dictionary<string, DirectiveNode>(StringComparer.Ordinal);
            foreach (var directive in directives.Where(IsUnique).Where(directive => !first.TryAdd(directive.Name.Value, directive)))
            {
                var name = directive.Name.Value;
                Context.Report($"The directive \"@{name}\" can only be used once at this location.", first[name], directive);
            }
        }

        return VisitAction.Continue;
    }

    private bool IsUnique(DirectiveNode directive) => Context.Schema.Directives.TryGetValue(directive.Name.Value, out var definition) && !definition.Repeatable;
}
