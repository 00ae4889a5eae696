namespace FinFlow.Gateway.Composition;

/// <summary>
/// CONFLICTING_SOURCE_SCHEMA_NAME: two source schemas may not have one name, nor names that only differ in case or punctuation, because
/// the composed schema writes names as enum values. Not in the specification.
/// </summary>
internal static class ConflictingSourceSchemaName
{
    public static IEnumerable<CompositionError> Check(IReadOnlyList<SourceSchemaDocument> sources)
        => from names in sources.Select(source => source.Name).GroupBy(FusionDirectives.EnumName)
           where names.Count() > 1
           select new CompositionError(
               "CONFLICTING_SOURCE_SCHEMA_NAME", Severity.Error,
               $"Source schemas have the same name: {string.Join(", ", names.Select(name => $"`{name}`"))}.",
               [],
               null,
               "Rename all but one.");
}
