using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

/// <summary>
/// IS_INVALID_FIELD_TYPE: `@is` holds a string.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Is-Invalid-Field-Type
/// </summary>
internal sealed class IsInvalidFieldType : ISourceRule
{
    public IEnumerable<CompositionError> Check(SourceSchema schema)
        => from argument in schema.Arguments
           where argument.Is?.Argument("field") is not null and not StringValueNode
           select argument.Error(
               "IS_INVALID_FIELD_TYPE", $"`@is(field:)` on `{argument}` must be a string.",
               $"Name the field of `{argument.Field!.Type.NamedType}` in quotes, such as `@is(field: \"{argument.Name}\")`.");
}
