namespace FinFlow.Gateway.Composition;

/// <summary>
/// EMPTY_MERGED_INTERFACE_TYPE: an interface has a field that clients can see.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Empty-Merged-Interface-Type
/// </summary>
internal sealed class EmptyMergedInterfaceType : IPostMergeRule
{
    public IEnumerable<CompositionError> Check(MergedSchema schema)
        => from type in schema.VisibleTypes
           where type.Kind == TypeKind.Interface && !type.VisibleFields.Any()
           select new CompositionError(
               "EMPTY_MERGED_INTERFACE_TYPE",
               Severity.Error,
               $"The interface `{type}` has no field that clients can see.",
               type.Places,
               type.Name,
               $"Take `@inaccessible` or `@internal` away from one of the fields of `{type}`, or hide `{type}` itself by `@inaccessible`.");
}
