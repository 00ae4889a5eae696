namespace FinFlow.Gateway.Composition;

/// <summary>
/// PROVIDES_ON_NON_COMPOSITE_FIELD: only an object or an interface has fields that can be provided.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Provides-on-Non-Composite-Field
/// </summary>
internal sealed class ProvidesOnNonCompositeField : ISourceRule
{
    public IEnumerable<CompositionError> Check(SourceSchema schema)
        => from field in schema.OutputFields
           where field.Provides is not null && schema.FindType(field.Type.NamedType) is not { Kind: TypeKind.Object or TypeKind.Interface }
           select field.Error(
               "PROVIDES_ON_NON_COMPOSITE_FIELD",
               $"`{field}` cannot have `@provides`, because `{field.Type.NamedType}` is neither an object nor an interface.",
               $"Remove `@provides` from `{field}`.");
}
