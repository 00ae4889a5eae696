namespace FinFlow.Gateway.Composition;

/// <summary>
/// REFERENCE_TO_INTERNAL_TYPE: a type that is internal everywhere is not part of the composed schema.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Reference-To-Internal-Type
/// </summary>
internal sealed class ReferenceToInternalType : IPostMergeRule
{
    public IEnumerable<CompositionError> Check(MergedSchema schema)
        => from field in schema.VisibleTypes.SelectMany(type => type.VisibleFields)
           let name = field.Type.NamedType
           where schema.FindType(name) is null && schema.Sources.KindOf(name) is TypeKind.Object
           select new CompositionError(
               "REFERENCE_TO_INTERNAL_TYPE",
               Severity.Error,
               $"`{field}` refers to `{name}`, which is internal.",
               field.Places,
               field.Coordinate,
               $"Mark `{field}` with `@internal` too, or take it away from `{name}`.");
}
