namespace FinFlow.Gateway.Composition;

/// <summary>
/// TYPE_KIND_MISMATCH: one name, one kind of type.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Type-Kind-Mismatch
/// </summary>
internal sealed class TypeKindMismatch : IPreMergeRule
{
    public IEnumerable<CompositionError> Check(SourceSchemas schemas)
        => from types in schemas.TypesByName
           where types.Select(type => type.Kind).Distinct().Count() > 1
           let kinds = string.Join(", ", types.Select(type => $"{type.Kind} in {type.Schema}"))
           select new CompositionError(
               "TYPE_KIND_MISMATCH",
               Severity.Error,
               $"`{types.Key}` is of different kinds: {kinds}.",
               [.. types.Select(type => type.Place)],
               types.Key,
               $"Define `{types.Key}` as one kind everywhere, or rename it in {SchemaNames.Or(types.Select(type => type.Schema))}.");
}
