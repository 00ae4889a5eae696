using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

/// <summary>
/// LOOKUP_RETURNS_NON_NULLABLE_TYPE: a lookup answers null when there is no such entity. Only a warning.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Lookup-Returns-Non-Nullable-Type
/// </summary>
internal sealed class LookupReturnsNonNullableType : ISourceRule
{
    public IEnumerable<CompositionError> Check(SourceSchema schema)
        => from field in schema.Lookups
           where field.Type is NonNullTypeNode
           select field.Error(
               "LOOKUP_RETURNS_NON_NULLABLE_TYPE", $"The lookup `{field}` should return a nullable type.",
               $"Return `{field.Type.Nullable.Text}`, so that {schema} can say that it does not have the entity.")
               with { Severity = Severity.Warning };
}
