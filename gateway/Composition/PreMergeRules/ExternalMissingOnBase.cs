namespace FinFlow.Gateway.Composition;

/// <summary>
/// EXTERNAL_MISSING_ON_BASE: somebody must resolve what others call external.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-External-Missing-on-Base
/// </summary>
internal sealed class ExternalMissingOnBase : IPreMergeRule
{
    public IEnumerable<CompositionError> Check(SourceSchemas schemas)
        => from fields in schemas.FieldsByCoordinate
           where fields.All(field => field.IsExternal)
           from field in fields
           select field.Error(
               "EXTERNAL_MISSING_ON_BASE",
               $"`{field}` is external, but no source schema resolves it.",
               $"Remove `@external` from `{field}` in the schema that owns it, or the field from all of them.");
}
