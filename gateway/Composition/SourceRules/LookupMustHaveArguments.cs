namespace FinFlow.Gateway.Composition;

/// <summary>
/// LOOKUP_MUST_HAVE_ARGUMENTS: without arguments there is no key to look up.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Lookup-Must-Have-Arguments
/// </summary>
internal sealed class LookupMustHaveArguments : ISourceRule
{
    public IEnumerable<CompositionError> Check(SourceSchema schema)
        => from field in schema.Lookups
           where field.Arguments.Count == 0
           select field.Error(
               "LOOKUP_MUST_HAVE_ARGUMENTS", $"The lookup `{field}` has no arguments.",
               $"Give `{field}` the key of `{field.Type.NamedType}` as arguments, such as `id: ID!`.");
}
