namespace FinFlow.Gateway.Composition;

/// <summary>
/// EXTERNAL_REQUIRE_COLLISION: what another schema resolves requires nothing here.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-External-Require-Collision
/// </summary>
internal sealed class ExternalRequireCollision : ISourceRule
{
    public IEnumerable<CompositionError> Check(SourceSchema schema)
        => from field in schema.OutputFields
           where field.IsExternal
           from argument in field.Requirements
           select argument.Error(
               "EXTERNAL_REQUIRE_COLLISION", $"`{argument}` cannot have `{schema.RequireDirective}`, because `{field}` is `@external`.",
               $"Remove `@external` from `{field}` if {schema} resolves it; otherwise remove `{schema.RequireDirective}`.");
}
