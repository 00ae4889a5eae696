using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>Mutations run in order and subscriptions one event at a time, so their roots are not delivered in parts. https://github.com/graphql/defer-stream-wg</summary>
internal sealed class DeferStreamDirectiveOnRootFieldRule(ValidationContext context) : DocumentRule(context)
{
    protected override VisitAction Enter(DirectiveNode node)
    {
        var root = Context.Types.ParentType switch
        {
            null => null,
            var parent when parent == Context.Schema.MutationType => "mutation",
            var parent when parent == Context.Schema.SubscriptionType => "subscription",
            _ => null,
        };
        if (root is not null && node.Name.Value is ("defer" or "stream"))
        {
            var name = node.Name.Value == "defer" ? "Defer" : "Stream";
            Context.Report($"{name} directive cannot be used on root {root} type \"{Context.Types.ParentType}\".", node);
        }

        return VisitAction.SkipChildren;
    }
}
