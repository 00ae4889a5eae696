namespace FinFlow.Gateway.Composition;

/// <summary>
/// ENUM_VALUES_MISMATCH: an enum has the same accessible values everywhere.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Enum-Values-Mismatch
/// </summary>
internal sealed class EnumValuesMismatch : IPreMergeRule
{
    public IEnumerable<CompositionError> Check(SourceSchemas schemas)
        => from types in schemas.TypesByName
           let enums = types.Where(type => type.Kind == TypeKind.Enum).ToList()
           let inaccessible = enums.SelectMany(type => type.Values.Values)
               .Where(value => value.Directives.Has("inaccessible")).Select(value => value.Name.Value).ToHashSet()
           from name in enums.SelectMany(type => type.Values.Keys).Distinct().Where(name => !inaccessible.Contains(name))
           from type in enums
           where !type.Values.ContainsKey(name)
           select type.Error(
               "ENUM_VALUES_MISMATCH",
               $"`{type}` has no value `{name}`, which other source schemas have.",
               $"Add `{name}` in {type.Schema}, or mark it with `@inaccessible` in {Others(enums, name)}.");

    private static string Others(IEnumerable<SourceType> enums, string value)
        => SchemaNames.And(enums.Where(type => type.Values.ContainsKey(value)).Select(type => type.Schema));
}
