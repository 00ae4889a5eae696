namespace FinFlow.Gateway.Composition;

/// <summary>
/// EXTERNAL_UNUSED: an external field serves as a key or is provided by some field; otherwise it says nothing.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-External-Unused
/// </summary>
internal sealed class ExternalUnused : ISourceRule
{
    public IEnumerable<CompositionError> Check(SourceSchema schema)
    {
        var provided = SelectedFields.OfProvides(schema)
            .Where(selected => selected.Parent is not null)
            .SelectMany(
                selected => schema.PossibleTypes(selected.Parent!.Name).Append(selected.Parent),
                (selected, type) => $"{type!.Name}.{selected.Name}")
            .ToHashSet();
        return from field in schema.OutputFields
               where field.IsExternal && !field.IsKeyField && !provided.Contains(field.Coordinate)
               select field.Error(
                   "EXTERNAL_UNUSED", $"`{field}` is external, but no key and no `@provides` uses it.",
                   $"Remove `{field}`, or select it in the `@key` or `@provides` that needs it.");
    }
}
