namespace FinFlow.Gateway.Composition;

/// <summary>
/// KEY_INVALID_SYNTAX: `@key` holds a selection set.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Key-Invalid-Syntax
/// </summary>
internal sealed class KeyInvalidSyntax : ISourceRule
{
    public IEnumerable<CompositionError> Check(SourceSchema schema)
        => from type in schema.CompositeTypes
           from key in type.KeyDirectives
           let text = key.StringArgument("fields")
           where text is not null && key.SelectionSetArgument("fields") is null
           select type.Error(
               "KEY_INVALID_SYNTAX", $"The key \"{text}\" of `{type}` is not a selection set.",
               $"Name fields of `{type}`, with braces in pairs, such as `@key(fields: \"id owner {{ id }}\")`.");
}
