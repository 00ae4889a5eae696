namespace FinFlow.Gateway.Composition;

/// <summary>
/// EXTERNAL_TYPE_MISMATCH: an external field has exactly the type of the field that it stands for.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-External-Type-Mismatch
/// </summary>
internal sealed class ExternalTypeMismatch : IPreMergeRule
{
    public IEnumerable<CompositionError> Check(SourceSchemas schemas)
        => from fields in schemas.FieldsByCoordinate
           from field in fields.Where(field => field.IsExternal)
           let other = fields.FirstOrDefault(other => !other.IsExternal && other.Type.Text != field.Type.Text)
           where other is not null
           select field.Error(
               "EXTERNAL_TYPE_MISMATCH",
               $"The external `{field}` must have the type `{other.Type.Text}`, as in {other.Schema}, not `{field.Type.Text}`.",
               $"Write `{field.Name}: {other.Type.Text}` in {field.Schema}.");
}
