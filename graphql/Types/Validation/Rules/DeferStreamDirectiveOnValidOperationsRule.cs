using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>A subscription delivers whole events: its parts are deferred or streamed only where a variable may forbid it. https://github.com/graphql/defer-stream-wg</summary>
internal sealed class DeferStreamDirectiveOnValidOperationsRule(ValidationContext context) : DocumentRule(context)
{
    private HashSet<ExecutableDefinitionNode>? _subscriptions;

    protected override VisitAction Enter(DirectiveNode node)
    {
        if (node.Name.Value is "defer" or "stream"
            && Ancestors.OfType<ExecutableDefinitionNode>().FirstOrDefault() is { } definition
            && (_subscriptions ??= FindSubscriptions()).Contains(definition)
            && IsAlwaysActive(node))
        {
            var name = node.Name.Value == "defer" ? "Defer" : "Stream";
            Context.Report(
                $"{name} directive not supported on subscription operations. Disable `@{node.Name.Value}` by setting the `if` argument to `false`.", node);
        }

        return VisitAction.SkipChildren;
    }

    private static bool IsAlwaysActive(DirectiveNode node)
        => node.Arguments.FirstOrDefault(argument => argument.Name.Value == "if")?.Value is null or BooleanValueNode { Value: true };

    /// <summary>Subscriptions and the fragments that they spread.</summary>
    private HashSet<ExecutableDefinitionNode> FindSubscriptions() =>
    [
        .. from operation in Context.Operations
           where operation.Operation == OperationType.Subscription
           from definition in Context.ReferencedFragments(operation).Prepend<ExecutableDefinitionNode>(operation)
           select definition,
    ];
}
