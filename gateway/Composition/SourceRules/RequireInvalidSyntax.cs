namespace FinFlow.Gateway.Composition;

/// <summary>
/// REQUIRE_INVALID_SYNTAX: `@require` holds a field selection map.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Require-Invalid-Syntax
/// </summary>
internal sealed class RequireInvalidSyntax : ISourceRule
{
    public IEnumerable<CompositionError> Check(SourceSchema schema)
        => from argument in schema.Arguments
           where argument.Require?.StringArgument("field") is not null && argument.RequirementMap is null
           select argument.Error(
               "REQUIRE_INVALID_SYNTAX",
               $"`@require` on `{argument}` is not a field selection map: {FieldSelectionSyntax.Explain(argument.Require)}",
               $"Name the field of `{argument.Field!.DeclaringType}` that fills the argument, such as `@require(field: \"{argument.Name}\")`.");
}
