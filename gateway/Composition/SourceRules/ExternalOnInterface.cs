namespace FinFlow.Gateway.Composition;

/// <summary>
/// EXTERNAL_ON_INTERFACE: an interface resolves nothing, so nothing of it can be resolved elsewhere.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-External-on-Interface
/// </summary>
internal sealed class ExternalOnInterface : ISourceRule
{
    public IEnumerable<CompositionError> Check(SourceSchema schema)
        => from field in schema.OutputFields
           where field.IsExternal && field.DeclaringType.Kind == TypeKind.Interface
           select field.Error(
               "EXTERNAL_ON_INTERFACE", $"`{field}` cannot be `@external`, because `{field.DeclaringType}` is an interface.",
               $"Move `@external` from `{field}` to the field `{field.Name}` of the objects that implement `{field.DeclaringType}`.");
}
