namespace FinFlow.Gateway.Composition;

/// <summary>
/// OVERRIDE_FROM_SELF: a field moves between two schemas.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Override-from-Self
/// </summary>
internal sealed class OverrideFromSelf : ISourceRule
{
    public IEnumerable<CompositionError> Check(SourceSchema schema)
        => from field in schema.OutputFields
           where field.OverrideFrom == schema.Name
           select field.Error(
               "OVERRIDE_FROM_SELF", $"`{field}` cannot override itself: `{schema}` is its own schema.",
               $"Name the schema that `{field}` moves away from, or remove `@override`.");
}
