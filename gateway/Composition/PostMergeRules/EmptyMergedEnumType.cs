namespace FinFlow.Gateway.Composition;

/// <summary>
/// EMPTY_MERGED_ENUM_TYPE: an enum has a value that clients can see.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Empty-Merged-Enum-Type
/// </summary>
internal sealed class EmptyMergedEnumType : IPostMergeRule
{
    public IEnumerable<CompositionError> Check(MergedSchema schema)
        => from type in schema.VisibleTypes
           where type.Kind == TypeKind.Enum && !type.VisibleValues.Any()
           select new CompositionError(
               "EMPTY_MERGED_ENUM_TYPE",
               Severity.Error,
               $"The enum `{type}` has no value that clients can see.",
               type.Places,
               type.Name,
               $"Take `@inaccessible` away from one of the values of `{type}`, or hide `{type}` itself by `@inaccessible`.");
}
