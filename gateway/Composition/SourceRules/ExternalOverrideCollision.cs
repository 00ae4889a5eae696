namespace FinFlow.Gateway.Composition;

/// <summary>
/// EXTERNAL_OVERRIDE_COLLISION: what another schema resolves cannot be taken over here at the same time.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-External-Override-Collision
/// </summary>
internal sealed class ExternalOverrideCollision : ISourceRule
{
    public IEnumerable<CompositionError> Check(SourceSchema schema)
        => from field in schema.OutputFields
           where field.IsExternal && field.Override is not null
           select field.Error(
               "EXTERNAL_OVERRIDE_COLLISION", $"`{field}` cannot be both `@external` and `@override`.",
               $"Remove `@external` from `{field}` if {schema} resolves it from now on; otherwise remove `@override`.");
}
