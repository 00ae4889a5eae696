namespace FinFlow.Gateway.Composition;

/// <summary>
/// OVERRIDE_ON_INTERFACE: an interface resolves nothing that could be taken over.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Override-on-Interface
/// </summary>
internal sealed class OverrideOnInterface : ISourceRule
{
    public IEnumerable<CompositionError> Check(SourceSchema schema)
        => from field in schema.OutputFields
           where field.Override is not null && field.DeclaringType.Kind == TypeKind.Interface
           select field.Error(
               "OVERRIDE_ON_INTERFACE", $"`{field}` cannot have `@override`, because `{field.DeclaringType}` is an interface.",
               $"Move `@override` from `{field}` to the field `{field.Name}` of the objects that implement `{field.DeclaringType}`.");
}
