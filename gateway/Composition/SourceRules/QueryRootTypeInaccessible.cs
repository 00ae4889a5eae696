using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

/// <summary>
/// QUERY_ROOT_TYPE_INACCESSIBLE: the query type is the way in, so it cannot be hidden.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Query-Root-Type-Inaccessible
/// </summary>
internal sealed class QueryRootTypeInaccessible : ISourceRule
{
    public IEnumerable<CompositionError> Check(SourceSchema schema)
        => schema.RootTypeName(OperationType.Query) is { } name && schema.FindType(name) is { IsInaccessible: true } type
            ?
            [
                type.Error(
                    "QUERY_ROOT_TYPE_INACCESSIBLE", $"The query type `{name}` cannot be `@inaccessible`.",
                    $"Remove `@inaccessible` from `{name}`, and mark only those of its fields that clients must not see."),
            ]
            : [];
}
