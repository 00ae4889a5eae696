namespace FinFlow.Gateway.Composition;

/// <summary>
/// EXTERNAL_ARGUMENT_TYPE_MISMATCH: an external field's arguments have exactly the types of the field that it stands for.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-External-Argument-Type-Mismatch
/// </summary>
internal sealed class ExternalArgumentTypeMismatch : IPreMergeRule
{
    public IEnumerable<CompositionError> Check(SourceSchemas schemas)
        => from fields in schemas.FieldsByCoordinate
           from argument in fields.Where(field => field.IsExternal).SelectMany(field => field.Arguments.Values)
           let other = fields.Where(field => !field.IsExternal).Select(field => field.Arguments.GetValueOrDefault(argument.Name))
               .FirstOrDefault(other => other is not null && other.Type.Text != argument.Type.Text)
           where other is not null
           select argument.Error(
               "EXTERNAL_ARGUMENT_TYPE_MISMATCH",
               $"`{argument}` of an external field must have the type `{other.Type.Text}`, as in {other.Schema}, not `{argument.Type.Text}`.",
               $"Write `{argument.Name}: {other.Type.Text}` in {argument.Schema}.");
}
