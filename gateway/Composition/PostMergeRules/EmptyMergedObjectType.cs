namespace FinFlow.Gateway.Composition;

/// <summary>
/// EMPTY_MERGED_OBJECT_TYPE: an object has a field that clients can see. NO_QUERIES speaks of the query type.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Empty-Merged-Object-Type
/// </summary>
internal sealed class EmptyMergedObjectType : IPostMergeRule
{
    public IEnumerable<CompositionError> Check(MergedSchema schema)
        => from type in schema.VisibleTypes
           where type.Kind == TypeKind.Object && !type.VisibleFields.Any() && type.Name != "Query"
           select new CompositionError(
               "EMPTY_MERGED_OBJECT_TYPE",
               Severity.Error,
               $"The object `{type}` has no field that clients can see.",
               type.Places,
               type.Name,
               $"Take `@inaccessible` or `@internal` away from one of the fields of `{type}`, or hide `{type}` itself by `@inaccessible`.");
}
