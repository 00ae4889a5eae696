namespace FinFlow.Gateway.Composition;

/// <summary>
/// INPUT_FIELD_TYPES_NOT_MERGEABLE: an input field's types differ in nullability only.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Input-Field-Types-mergeable
/// </summary>
internal sealed class InputFieldTypesNotMergeable : IPreMergeRule
{
    public IEnumerable<CompositionError> Check(SourceSchemas schemas)
        => from fields in schemas.InputFieldsByCoordinate
           where fields.Select(field => field.Type.Shape).Distinct().Count() > 1
           select Conflict.Error(
               "INPUT_FIELD_TYPES_NOT_MERGEABLE",
               fields[0].Coordinate,
               "has types that cannot be merged",
               $"Give `{fields[0]}` one type in {SchemaNames.And(fields.Select(field => field.Schema))}; only `!` may differ.",
               fields.Select(field => (field.Place, field.Type.Text)));
}
