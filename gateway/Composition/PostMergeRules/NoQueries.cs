namespace FinFlow.Gateway.Composition;

/// <summary>
/// NO_QUERIES: clients need something to ask.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-No-Queries
/// </summary>
internal sealed class NoQueries : IPostMergeRule
{
    public IEnumerable<CompositionError> Check(MergedSchema schema)
        => schema.FindType("Query")?.VisibleFields.Any() == true
            ? []
            :
            [
                new CompositionError(
                    "NO_QUERIES", Severity.Error, "The composed schema has no query field that clients can see.", schema.FindType("Query")?.Places ?? [], "Query",
                    "Add a field to `Query` in one schema, or take `@inaccessible` or `@internal` away from one that is there."),
            ];
}
