namespace FinFlow.Gateway.Composition;

/// <summary>
/// IS_INVALID_FIELDS: a lookup's arguments are fields of what it returns, in whichever schema.
/// The root is the returned type, as the prose and the examples say.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Is-Invalid-Fields
/// </summary>
internal sealed class IsInvalidFields : IPostMergeRule
{
    public IEnumerable<CompositionError> Check(MergedSchema schema)
        => from source in schema.Sources.All
           from lookup in source.Lookups
           from argument in lookup.Arguments.Values
           let map = argument.LookupMap
           where map is not null
           from problem in new SelectionMapCheck(new SchemaContext(schema.Sources.All), source).Problems(map, lookup.Type.NamedType, argument.Type)
           select argument.Error(
               "IS_INVALID_FIELDS", $"The lookup's argument `{argument}` does not match `{lookup.Type.NamedType}`: {problem}",
               source.IsOfApollo ? $"Select fields in the `@key` of `{lookup.Type.NamedType}` that it defines."
                   : argument.Is is null ? $"Name the argument like the field of `{lookup.Type.NamedType}` that it stands for, or name that field by `@is`."
                   : $"Let `@is` name what `{lookup.Type.NamedType}` defines and an argument of the type `{argument.Type.Text}` accepts.");
}
