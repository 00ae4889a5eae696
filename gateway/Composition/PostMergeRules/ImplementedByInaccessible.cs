namespace FinFlow.Gateway.Composition;

/// <summary>
/// IMPLEMENTED_BY_INACCESSIBLE: who implements an interface shows its fields.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Implemented-by-Inaccessible
/// </summary>
internal sealed class ImplementedByInaccessible : IPostMergeRule
{
    public IEnumerable<CompositionError> Check(MergedSchema schema)
        => from pair in InterfaceFields.Of(schema)
           let field = pair.Type.Fields.GetValueOrDefault(pair.Field.Name)
           where field is { IsInaccessible: true }
           select new CompositionError(
               "IMPLEMENTED_BY_INACCESSIBLE",
               Severity.Error,
               $"`{field}` is inaccessible, but implements `{pair.Field}`, which clients can see.",
               field.Places,
               field.Coordinate,
               $"Take `@inaccessible` away from `{field}`, or mark `{pair.Field}` with it too.");
}
