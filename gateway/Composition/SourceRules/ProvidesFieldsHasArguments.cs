namespace FinFlow.Gateway.Composition;

/// <summary>
/// PROVIDES_FIELDS_HAS_ARGUMENTS: the client chooses arguments, so a field with arguments cannot be provided beforehand.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Provides-Fields-Has-Arguments
/// </summary>
internal sealed class ProvidesFieldsHasArguments : ISourceRule
{
    public IEnumerable<CompositionError> Check(SourceSchema schema)
        => from selected in SelectedFields.OfProvides(schema)
           where selected.Definition is { Arguments.Count: > 0 }
           select selected.Field!.Error(
               "PROVIDES_FIELDS_HAS_ARGUMENTS",
               $"`@provides` on `{selected.Field}` cannot select `{selected.Definition}`, because it has arguments.",
               $"Remove `{selected.Name}` from `@provides`: the schema that owns `{selected.Definition}` resolves it with the client's arguments.");
}
