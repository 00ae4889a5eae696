namespace FinFlow.Gateway.Composition;

/// <summary>
/// OVERRIDE_SOURCE_HAS_OVERRIDE: overrides of a field form one chain: no circle, no rivals.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Override-Source-Has-Override
/// </summary>
internal sealed class OverrideSourceHasOverride : IPreMergeRule
{
    public IEnumerable<CompositionError> Check(SourceSchemas schemas)
        => from fields in schemas.FieldsByCoordinate
           let overriding = fields.Where(field => field.Override is not null).ToList()
           where overriding.Count > 1 && !IsChain(overriding)
           select Conflict.Error(
               "OVERRIDE_SOURCE_HAS_OVERRIDE",
               fields[0].Coordinate,
               "has overrides that do not form one chain",
               $"Remove `@override` from `{fields[0]}` in {SchemaNames.And(overriding.Select(field => field.Schema))} but for the one that resolves it, or let each name the one before it.",
               overriding.Select(field => (field.Place, $"from {field.OverrideFrom}")));

    // One field is the newest: nobody overrides it. From there each step must find the next, until all have been seen.
    private static bool IsChain(List<SourceField> overriding)
    {
        var newest = overriding.Where(field => overriding.All(other => other.OverrideFrom != field.Schema.Name)).ToList();
        var count = 0;
        for (var field = newest.Count == 1 ? newest[0] : null; field is not null && count <= overriding.Count; count++)
        {
            field = overriding.FirstOrDefault(next => next.Schema.Name == field.OverrideFrom);
        }

        return count == overriding.Count;
    }
}
