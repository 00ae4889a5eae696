namespace FinFlow.Gateway.Composition;

/// <summary>
/// PROVIDES_INVALID_SYNTAX: `@provides` holds a selection set.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Provides-Invalid-Syntax
/// </summary>
internal sealed class ProvidesInvalidSyntax : ISourceRule
{
    public IEnumerable<CompositionError> Check(SourceSchema schema)
        => from field in schema.OutputFields
           let text = field.Provides?.StringArgument("fields")
           where text is not null && field.ProvidedSelection is null
           select field.Error(
               "PROVIDES_INVALID_SYNTAX", $"`@provides` on `{field}` is not a selection set: \"{text}\".",
               $"Name fields of `{field.Type.NamedType}`, with braces in pairs, such as `@provides(fields: \"name owner {{ name }}\")`.");
}
