using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

/// <summary>
/// KEY_INVALID_FIELDS_TYPE: `@key` holds a string.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Key-Invalid-Fields-Type
/// </summary>
internal sealed class KeyInvalidFieldsType : ISourceRule
{
    public IEnumerable<CompositionError> Check(SourceSchema schema)
        => from type in schema.CompositeTypes
           from key in type.KeyDirectives
           where key.Argument("fields") is not null and not StringValueNode
           select type.Error(
               "KEY_INVALID_FIELDS_TYPE", $"`@key(fields:)` on `{type}` must be a string.",
               $"Name fields of `{type}` in quotes, such as `@key(fields: \"id\")`.");
}
