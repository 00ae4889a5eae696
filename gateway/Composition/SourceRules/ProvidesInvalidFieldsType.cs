using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

/// <summary>
/// PROVIDES_INVALID_FIELDS_TYPE: `@provides` holds a string.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Provides-Invalid-Fields-Type
/// </summary>
internal sealed class ProvidesInvalidFieldsType : ISourceRule
{
    public IEnumerable<CompositionError> Check(SourceSchema schema)
        => from field in schema.OutputFields
           where field.Provides?.Argument("fields") is not null and not StringValueNode
           select field.Error(
               "PROVIDES_INVALID_FIELDS_TYPE", $"`@provides(fields:)` on `{field}` must be a string.",
               $"Name fields of `{field.Type.NamedType}` in quotes, such as `@provides(fields: \"name\")`.");
}
