namespace FinFlow.Gateway.Composition;

/// <summary>
/// OUTPUT_FIELD_TYPES_NOT_MERGEABLE: some declared type covers what every schema may return.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Output-Field-Types-Mergeable
/// </summary>
internal sealed class OutputFieldTypesNotMergeable : IPreMergeRule
{
    public IEnumerable<CompositionError> Check(SourceSchemas schemas)
        => from fields in schemas.FieldsByCoordinate
           where fields.Count > 1
           let mixed = OfMixedKinds(fields)
           where mixed is not null || TypeMerge.LeastRestrictive([.. fields.Select(field => field.Type)], schemas) is null
           let names = SchemaNames.And(fields.Select(field => field.Schema))
           select Conflict.Error(
               "OUTPUT_FIELD_TYPES_NOT_MERGEABLE",
               fields[0].Coordinate,
               "has types that cannot be merged",
               mixed is null
                   ? $"Give `{fields[0]}` one type in {names}, or an interface or union that covers the others; only `!` may differ."
                   : $"Define `{mixed}` as the same kind of type in {names}.",
               fields.Select(field => (field.Place, field.Type.Text)));

    private static string? OfMixedKinds(IEnumerable<SourceField> fields)
        => fields.GroupBy(field => field.Type.NamedType)
            .FirstOrDefault(same => same.Select(field => field.Schema.FindType(same.Key)?.Kind).OfType<TypeKind>().Distinct().Count() > 1)?.Key;
}
