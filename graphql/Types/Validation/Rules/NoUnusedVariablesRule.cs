using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>An operation uses the variables that it defines. https://spec.graphql.org/draft/#sec-All-Variables-Used</summary>
internal sealed class NoUnusedVariablesRule(ValidationContext context) : DocumentRule(context)
{
    protected override VisitAction Leave(DocumentNode node)
    {
        foreach (var operation in Context.Operations.Where(operation => operation.VariableDefinitions.Count > 0))
        {
            var used = Context.RecursiveUsages(operation).Select(usage => usage.Node.Name.Value).ToHashSet(StringComparer.Ordinal);
            var by = operation.Name is { } name ? $" in operation \"{name.Value}\"" : "";
            foreach (var unused in operation.VariableDefinitions.Where(definition => !used.Contains(definition.Variable.Name.Value)))
            {
                Context.Report($"Variable \"${unused.Variable.Name.Value}\" is never used{by}.", unused);
            }
        }

        return VisitAction.Continue;
    }
}
