namespace FinFlow.Gateway.Composition;

/// <summary>
/// OUTPUT_FIELD_TYPES_NOT_MERGEABLE: some declared type covers what every schema may return.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Output-Field-Types-Mergeable
/// </summary>
internal sealed class OutputFieldTypesNotMergeable : IPreMergeRule
{
    public IEnumerable<CompositionError> Check(SourceSchemas schemas)
        => from fields in schemas.FieldsByCoordinate
           where fields.Count > 1 && (TypeMerge.LeastRestrictive([.. fields.Select(field => field.Type)], schemas) is null || HasMixedKinds(fields))
           select Conflict.Error(
               "OUTPUT_FIELD_TYPES_NOT_MERGEABLE",
               fields[0].Coordinate,
               "has types that cannot be merged",
               fields.Select(field => (field.Place, field.Type.Text)));

    private static bool HasMixedKinds(IEnumerable<SourceField> fields)
        => fields.GroupBy(field => field.Type.NamedType)
            .Any(same => same.Select(field => field.Schema.FindType(same.Key)?.Kind).OfType<TypeKind>().Distinct().Count() > 1);
}
