namespace FinFlow.Gateway.Composition;

/// <summary>
/// INTERFACE_FIELD_NO_IMPLEMENTATION: an object has every field of the interfaces that it implements, those of other schemas included.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Interface-Field-No-Implementation
/// </summary>
internal sealed class InterfaceFieldNoImplementation : IPostMergeRule
{
    public IEnumerable<CompositionError> Check(MergedSchema schema)
        => from pair in InterfaceFields.Of(schema)
           where pair.Type.Kind == TypeKind.Object && !pair.Type.Fields.ContainsKey(pair.Field.Name)
           select new CompositionError(
               "INTERFACE_FIELD_NO_IMPLEMENTATION",
               Severity.Error,
               $"`{pair.Type}` does not have `{pair.Field}`, which it must implement.",
               pair.Type.Places,
               pair.Type.Name,
               $"Add `{pair.Field.Name}: {pair.Field.Type.Text}` to `{pair.Type}`, or remove it from `{pair.Field.DeclaringType}` in "
                   + $"{SchemaNames.And(pair.Field.Sources.Select(source => source.Schema))}.");
}
