using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

/// <summary>
/// ROOT_QUERY_USED: the query root is named `Query`, and nothing else is.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Root-Query-Used
/// </summary>
internal sealed class RootQueryUsed : ISourceRule
{
    public IEnumerable<CompositionError> Check(SourceSchema schema)
        => RootTypeName.Check(schema, OperationType.Query, "ROOT_QUERY_USED");
}
