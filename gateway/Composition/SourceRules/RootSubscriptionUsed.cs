using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

/// <summary>
/// ROOT_SUBSCRIPTION_USED: the subscription root is named `Subscription`, and nothing else is.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Root-Subscription-Used
/// </summary>
internal sealed class RootSubscriptionUsed : ISourceRule
{
    public IEnumerable<CompositionError> Check(SourceSchema schema)
        => RootTypeName.Check(schema, OperationType.Subscription, "ROOT_SUBSCRIPTION_USED");
}
