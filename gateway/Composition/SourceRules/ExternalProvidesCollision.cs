namespace FinFlow.Gateway.Composition;

/// <summary>
/// EXTERNAL_PROVIDES_COLLISION: what another schema resolves cannot provide further fields here.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-External-Provides-Collision
/// </summary>
internal sealed class ExternalProvidesCollision : ISourceRule
{
    public IEnumerable<CompositionError> Check(SourceSchema schema)
        => from field in schema.OutputFields
           where field.IsExternal && field.Provides is not null
           select field.Error(
               "EXTERNAL_PROVIDES_COLLISION", $"`{field}` cannot be both `@external` and `@provides`.",
               $"Remove `@external` from `{field}` if {schema} resolves it; otherwise remove `@provides`.");
}
