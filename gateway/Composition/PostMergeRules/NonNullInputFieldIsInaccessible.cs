using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

/// <summary>
/// NON_NULL_INPUT_FIELD_IS_INACCESSIBLE: what a schema demands, clients can give.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Non-Null-Input-Fields-cannot-be-inaccessible
/// </summary>
internal sealed class NonNullInputFieldIsInaccessible : IPostMergeRule
{
    public IEnumerable<CompositionError> Check(MergedSchema schema)
        => from type in schema.VisibleTypes
           from field in type.Sources.SelectMany(source => source.InputFields.Values)
           where field.Type is NonNullTypeNode && type.VisibleInputFields.All(visible => visible.Name != field.Name)
           let hiding = type.Sources.Where(source => source.InputFields.GetValueOrDefault(field.Name) is not { IsInaccessible: false })
           select field.Error(
               "NON_NULL_INPUT_FIELD_IS_INACCESSIBLE",
               $"`{field}` is required, but clients cannot give it.",
               $"Make `{field}` nullable in {field.Schema}, or define it without `@inaccessible` in {SchemaNames.And(hiding.Select(source => source.Schema))}.");
}
