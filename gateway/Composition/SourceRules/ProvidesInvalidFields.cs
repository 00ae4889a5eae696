namespace FinFlow.Gateway.Composition;

/// <summary>
/// PROVIDES_INVALID_FIELDS: only fields of the returned type can be provided, down to the leaves.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Provides-Invalid-Fields
/// </summary>
internal sealed class ProvidesInvalidFields : ISourceRule
{
    public IEnumerable<CompositionError> Check(SourceSchema schema)
        => from selected in SelectedFields.OfProvides(schema)
           where selected.Parent is not null
           let problem = selected.Definition is null ? "is not defined" : selected.LacksSelection ? "needs a selection of its fields" : null
           where problem is not null
           select selected.Field!.Error(
               "PROVIDES_INVALID_FIELDS",
               $"`@provides` on `{selected.Field}` is invalid: `{selected.Parent}.{selected.Name}` {problem}.",
               selected.Definition is { } field
                   ? $"Select those fields of `{field.Type.NamedType}` that are provided: `{selected.Name} {{ … }}`."
                   : $"Define `{selected.Name}` on `{selected.Parent}` with `@external`, or leave it out of `@provides`.");
}
