namespace FinFlow.Gateway.Composition;

/// <summary>
/// KEY_DIRECTIVE_IN_FIELDS_ARGUMENT: a key has no directives.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Key-Directive-in-Fields-Argument
/// </summary>
internal sealed class KeyDirectiveInFieldsArgument : ISourceRule
{
    public IEnumerable<CompositionError> Check(SourceSchema schema)
        => from selected in SelectedFields.OfKeys(schema)
           where selected.Node.Directives.Count > 0
           select selected.Owner.Error(
               "KEY_DIRECTIVE_IN_FIELDS_ARGUMENT",
               $"A key of `{selected.Owner}` cannot have the directive `@{selected.Node.Directives[0].Name.Value}` on `{selected.Name}`.",
               $"Remove `@{selected.Node.Directives[0].Name.Value}` from the key's `{selected.Name}`.");
}
