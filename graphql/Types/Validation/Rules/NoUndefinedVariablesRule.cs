using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>An operation defines the variables that it uses, those in its fragments included. https://spec.graphql.org/draft/#sec-All-Variable-Uses-Defined</summary>
internal sealed class NoUndefinedVariablesRule(ValidationContext context) : DocumentRule(context)
{
    protected override VisitAction Leave(DocumentNode node)
    {
        foreach (var operation in Context.Operations)
        {
            var defined = operation.VariableDefinitions.Select(definition => definition.Variable.Name.Value).ToHashSet(StringComparer.Ordinal);
            var by = operation.Name is { } name ? $" by operation \"{name.Value}\"" : "";
            foreach (var usage in Context.RecursiveUsages(operation).Where(usage => !defined.Contains(usage.Node.Name.Value)))
            {
                Context.Report($"Variable \"${usage.Node.Name.Value}\" is not defined{by}.", usage.Node, operation);
            }
        }

        return VisitAction.Continue;
    }
}
