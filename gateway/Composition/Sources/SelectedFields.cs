using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

/// <summary>A field that `@key` or `@provides` selects, at any depth.</summary>
/// <param name="Owner">The type that bears the key, or declares the field with `@provides`.</param>
/// <param name="Field">The field with `@provides`; null for a key.</param>
/// <param name="Parent">The type on which the field is selected; null when that is unknown, or a union.</param>
/// <param name="Definition">Null when the parent does not define the field.</param>
internal sealed record SelectedField(SourceType Owner, SourceField? Field, SourceType? Parent, FieldNode Node, SourceField? Definition)
{
    public string Name => Node.Name.Value;

    /// <summary>A composite type is selected as if it were a leaf.</summary>
    public bool LacksSelection => Node.SelectionSet is null
        && Definition?.DeclaringType.Schema.FindType(Definition.Type.NamedType) is { Kind: TypeKind.Object or TypeKind.Interface };
}

internal static class SelectedFields
{
    public static IEnumerable<SelectedField> OfKeys(SourceSchema schema)
        => from type in schema.CompositeTypes
           from key in type.KeyDirectives
           let selection = key.SelectionSetArgument("fields")
           where selection is not null
           from selected in Of(selection, type, type, null)
           select selected;

    public static IEnumerable<SelectedField> OfProvides(SourceSchema schema)
        => from field in schema.OutputFields
           let selection = field.ProvidedSelection
           where selection is not null
           from selected in Of(selection, field.DeclaringType, schema.FindType(field.Type.NamedType), field)
           select selected;

    private static IEnumerable<SelectedField> Of(SelectionSetNode selection, SourceType owner, SourceType? parent, SourceField? field)
    {
        foreach (var node in selection.Selections)
        {
            if (node is FieldNode selected)
            {
                var known = parent is { Kind: TypeKind.Object or TypeKind.Interface } ? parent : null;
                var definition = known?.Fields.GetValueOrDefault(selected.Name.Value);
                yield return new SelectedField(owner, field, known, selected, definition);
                if (selected.SelectionSet is { } inner)
                {
                    var next = definition is null ? null : owner.Schema.FindType(definition.Type.NamedType);
                    foreach (var deeper in Of(inner, owner, next, field))
                    {
                        yield return deeper;
                    }
                }
            }
            else if (node is InlineFragmentNode fragment)
            {
                var type = fragment.TypeCondition is { } condition ? owner.Schema.FindType(condition.Name.Value) : parent;
                foreach (var deeper in Of(fragment.SelectionSet, owner, type, field))
                {
                    yield return deeper;
                }
            }
        }
    }
}
