namespace FinFlow.Gateway.Composition;

/// <summary>
/// EXTERNAL_ARGUMENT_MISSING: an external field has the arguments of the field that it stands for.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-External-Argument-Missing
/// </summary>
internal sealed class ExternalArgumentMissing : IPreMergeRule
{
    public IEnumerable<CompositionError> Check(SourceSchemas schemas)
        => from fields in schemas.FieldsByCoordinate
           from argument in fields.Where(field => !field.IsExternal).SelectMany(field => field.Arguments.Values).DistinctBy(argument => argument.Name)
           from field in fields
           where field.IsExternal && !field.Arguments.ContainsKey(argument.Name)
           select field.Error(
               "EXTERNAL_ARGUMENT_MISSING",
               $"The external `{field}` must have the argument `{argument.Name}`, as in {argument.Schema}.",
               $"Add `{argument.Name}: {argument.Type.Text}` to `{field}` in {field.Schema}.");
}
