namespace FinFlow.Gateway.Composition;

/// <summary>
/// REQUIRE_INVALID_FIELDS: what a field requires is defined in another schema.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Require-Invalid-Fields
/// </summary>
internal sealed class RequireInvalidFields : IPostMergeRule
{
    public IEnumerable<CompositionError> Check(MergedSchema schema)
        => from source in schema.Sources.All
           let others = new SchemaContext([.. schema.Sources.All.Where(other => other != source)])
           from argument in source.Arguments
           let map = argument.RequirementMap
           where map is not null
           from problem in new SelectionMapCheck(others, source).Problems(map, argument.Field!.DeclaringType.Name, argument.Type)
           select argument.Error(
               "REQUIRE_INVALID_FIELDS", $"What `{argument}` requires is not defined in other source schemas: {problem}",
               $"Let `{source.RequireDirective}` name only what schemas other than {source} define, or define it in one of them.");
}
