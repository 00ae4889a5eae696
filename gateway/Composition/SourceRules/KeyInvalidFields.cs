namespace FinFlow.Gateway.Composition;

/// <summary>
/// KEY_INVALID_FIELDS: a key consists of fields of its type, down to the leaves.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Key-Invalid-Fields
/// </summary>
internal sealed class KeyInvalidFields : ISourceRule
{
    public IEnumerable<CompositionError> Check(SourceSchema schema)
        => from selected in SelectedFields.OfKeys(schema)
           where selected.Parent is not null
           let problem = selected.Definition is null ? "is not defined" : selected.LacksSelection ? "needs a selection of its fields" : null
           where problem is not null
           select selected.Owner.Error(
               "KEY_INVALID_FIELDS",
               $"A key of `{selected.Owner}` is invalid: `{selected.Parent}.{selected.Name}` {problem}.",
               selected.Definition is { } field
                   ? $"Select those fields of `{field.Type.NamedType}` that belong to the key: `{selected.Name} {{ … }}`."
                   : $"Define `{selected.Name}` on `{selected.Parent}`, or remove it from the key.");
}
