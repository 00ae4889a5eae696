namespace FinFlow.Gateway.Composition;

/// <summary>
/// INVALID_SHAREABLE_USAGE: only fields of objects are resolved, and a subscription has one source.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Invalid-Shareable-Usage
/// </summary>
internal sealed class InvalidShareableUsage : ISourceRule
{
    public IEnumerable<CompositionError> Check(SourceSchema schema)
        => from field in schema.OutputFields
           where field.IsShareable && (field.DeclaringType.Kind == TypeKind.Interface || field.DeclaringType.Name == "Subscription")
           let isOfInterface = field.DeclaringType.Kind == TypeKind.Interface
           let reason = isOfInterface ? $"`{field.DeclaringType}` is an interface" : "a subscription has one source"
           select field.Error(
               "INVALID_SHAREABLE_USAGE", $"`{field}` cannot be `@shareable`, because {reason}.",
               isOfInterface
                   ? $"Move `@shareable` from `{field}` to the field `{field.Name}` of the objects that implement `{field.DeclaringType}`."
                   : $"Remove `@shareable`, and define `{field}` in one schema only.");
}
