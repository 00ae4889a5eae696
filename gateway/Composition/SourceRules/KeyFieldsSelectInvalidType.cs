namespace FinFlow.Gateway.Composition;

/// <summary>
/// KEY_FIELDS_SELECT_INVALID_TYPE: a list, an interface or a union identifies nothing.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Key-Fields-Select-Invalid-Type
/// </summary>
internal sealed class KeyFieldsSelectInvalidType : ISourceRule
{
    public IEnumerable<CompositionError> Check(SourceSchema schema)
        => from selected in SelectedFields.OfKeys(schema)
           let field = selected.Definition
           where field is not null
               && (field.Type.IsList || schema.FindType(field.Type.NamedType) is { Kind: TypeKind.Interface or TypeKind.Union })
           select selected.Owner.Error(
               "KEY_FIELDS_SELECT_INVALID_TYPE", $"A key of `{selected.Owner}` cannot select `{field}`, because its type is `{field.Type.Text}`.",
               $"Remove `{selected.Name}` from the key, which may select scalars, enums and fields of objects.");
}
