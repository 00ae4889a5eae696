namespace FinFlow.Gateway.Composition;

/// <summary>
/// INVALID_FIELD_SHARING: several schemas resolve a field only if each of them says so. Key fields are shareable by nature.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Invalid-Field-Sharing
/// </summary>
internal sealed class InvalidFieldSharing : IPreMergeRule
{
    public IEnumerable<CompositionError> Check(SourceSchemas schemas)
        => from all in schemas.FieldsByCoordinate
           let fields = all.Where(field => field is { IsExternal: false, IsOverridden: false, DeclaringType.Kind: TypeKind.Object }).ToList()
           where fields.Count > 1
           from field in fields
           where !field.IsShareable && !field.IsKeyField
           let others = SchemaNames.And(fields.Where(other => other != field).Select(other => other.Schema))
           select field.Error(
               "INVALID_FIELD_SHARING", $"`{field}` is not shareable, but {others} also {(fields.Count > 2 ? "resolve" : "resolves")} it.",
               $"Mark `{field}` with `@shareable` in every schema, make it part of a `@key`, or let one schema own it.");
}
