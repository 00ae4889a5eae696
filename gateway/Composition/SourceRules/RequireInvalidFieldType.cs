using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

/// <summary>
/// REQUIRE_INVALID_FIELD_TYPE: `@require` holds a string.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Require-Invalid-Fields-Type
/// </summary>
internal sealed class RequireInvalidFieldType : ISourceRule
{
    public IEnumerable<CompositionError> Check(SourceSchema schema)
        => from argument in schema.Arguments
           where argument.Require?.Argument("field") is not null and not StringValueNode
           select argument.Error(
               "REQUIRE_INVALID_FIELD_TYPE", $"`@require(field:)` on `{argument}` must be a string.",
               $"Name the field of `{argument.Field!.DeclaringType}` in quotes, such as `@require(field: \"{argument.Name}\")`.");
}
