namespace FinFlow.Gateway.Composition;

/// <summary>
/// LOOKUP_RETURNS_LIST: a lookup finds one entity.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Lookup-Returns-List
/// </summary>
internal sealed class LookupReturnsList : ISourceRule
{
    public IEnumerable<CompositionError> Check(SourceSchema schema)
        => from field in schema.Lookups
           where field.Type.IsList
           select field.Error(
               "LOOKUP_RETURNS_LIST", $"The lookup `{field}` cannot return a list.",
               $"Let it take one key and return `{field.Type.NamedType}`: the gateway batches lookups itself.");
}
