namespace FinFlow.Gateway.Composition;

/// <summary>
/// IS_INVALID_SYNTAX: `@is` holds a field selection map.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Is-Invalid-Syntax
/// </summary>
internal sealed class IsInvalidSyntax : ISourceRule
{
    public IEnumerable<CompositionError> Check(SourceSchema schema)
        => from argument in schema.Arguments
           where argument.Is?.StringArgument("field") is not null && argument.LookupMap is null
           select argument.Error(
               "IS_INVALID_SYNTAX",
               $"`@is` on `{argument}` is not a field selection map: {FieldSelectionSyntax.Explain(argument.Is)}",
               $"Name the field of `{argument.Field!.Type.NamedType}` that the argument stands for, such as `@is(field: \"{argument.Name}\")`.");
}
