namespace FinFlow.Gateway.Composition;

/// <summary>
/// FIELD_ARGUMENT_TYPES_NOT_MERGEABLE: an argument's types differ in nullability only. Requirements are not merged.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Field-Argument-Types-Mergeable
/// </summary>
internal sealed class FieldArgumentTypesNotMergeable : IPreMergeRule
{
    public IEnumerable<CompositionError> Check(SourceSchemas schemas)
        => from fields in schemas.FieldsByCoordinate
           from arguments in fields.SelectMany(field => field.Arguments.Values)
               .Where(argument => argument.Require is null).GroupBy(argument => argument.Name)
           where arguments.Select(argument => argument.Type.Shape).Distinct().Count() > 1
           select Conflict.Error(
               "FIELD_ARGUMENT_TYPES_NOT_MERGEABLE",
               arguments.First().Coordinate,
               "has types that cannot be merged",
               $"Give `{arguments.First()}` one type in {SchemaNames.And(arguments.Select(argument => argument.Schema))}; only `!` may differ.",
               arguments.Select(argument => (argument.Place, argument.Type.Text)));
}
