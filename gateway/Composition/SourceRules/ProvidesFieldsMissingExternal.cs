namespace FinFlow.Gateway.Composition;

/// <summary>
/// PROVIDES_FIELDS_MISSING_EXTERNAL: what the schema resolves everywhere need not be provided.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Provides-Fields-Missing-External
/// </summary>
internal sealed class ProvidesFieldsMissingExternal : ISourceRule
{
    public IEnumerable<CompositionError> Check(SourceSchema schema)
        => from selected in SelectedFields.OfProvides(schema)
           where selected.Definition is { IsExternal: false } && selected.Node.SelectionSet is null
           select selected.Field!.Error(
               "PROVIDES_FIELDS_MISSING_EXTERNAL", $"`@provides` on `{selected.Field}` selects `{selected.Definition}`, which is not `@external`.",
               $"Mark `{selected.Definition}` with `@external`, or leave it out of `@provides`.");
}
