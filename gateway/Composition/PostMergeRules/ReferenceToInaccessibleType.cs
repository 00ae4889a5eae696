namespace FinFlow.Gateway.Composition;

/// <summary>
/// REFERENCE_TO_INACCESSIBLE_TYPE: what clients see refers to types that clients see.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Reference-To-Inaccessible-Type
/// </summary>
internal sealed class ReferenceToInaccessibleType : IPostMergeRule
{
    public IEnumerable<CompositionError> Check(MergedSchema schema)
        => from reference in VisibleReferences.Of(schema)
           where schema.FindType(reference.TypeName) is { IsInaccessible: true }
           select new CompositionError(
               "REFERENCE_TO_INACCESSIBLE_TYPE",
               Severity.Error,
               $"`{reference.Coordinate}` refers to `{reference.TypeName}`, which is inaccessible.",
               reference.Places,
               reference.Coordinate,
               $"Mark `{reference.Coordinate}` with `@inaccessible` too, or take it away from `{reference.TypeName}`.");
}
