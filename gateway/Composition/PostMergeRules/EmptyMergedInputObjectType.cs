namespace FinFlow.Gateway.Composition;

/// <summary>
/// EMPTY_MERGED_INPUT_OBJECT_TYPE: an input object has a field that clients can give.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Empty-Merged-Input-Object-Type
/// </summary>
internal sealed class EmptyMergedInputObjectType : IPostMergeRule
{
    public IEnumerable<CompositionError> Check(MergedSchema schema)
        => from type in schema.VisibleTypes
           where type.Kind == TypeKind.InputObject && !type.VisibleInputFields.Any()
           select new CompositionError(
               "EMPTY_MERGED_INPUT_OBJECT_TYPE",
               Severity.Error,
               $"The input `{type}` has no field that all its source schemas show to clients.",
               type.Places,
               type.Name,
               $"Define one field of `{type}` in all of {SchemaNames.And(type.Sources.Select(source => source.Schema))}, without `@inaccessible`, or hide `{type}` itself by it.");
}
