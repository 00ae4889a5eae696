namespace FinFlow.Gateway.Composition;

/// <summary>
/// PROVIDES_DIRECTIVE_IN_FIELDS_ARGUMENT: what is provided has no directives.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Provides-Directive-in-Fields-Argument
/// </summary>
internal sealed class ProvidesDirectiveInFieldsArgument : ISourceRule
{
    public IEnumerable<CompositionError> Check(SourceSchema schema)
        => from selected in SelectedFields.OfProvides(schema)
           where selected.Node.Directives.Count > 0
           select selected.Field!.Error(
               "PROVIDES_DIRECTIVE_IN_FIELDS_ARGUMENT",
               $"`@provides` on `{selected.Field}` cannot have the directive `@{selected.Node.Directives[0].Name.Value}` on `{selected.Name}`.",
               $"Remove `@{selected.Node.Directives[0].Name.Value}` from the `{selected.Name}` that `@provides` selects.");
}
