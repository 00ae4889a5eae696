namespace FinFlow.Gateway.Composition;

/// <summary>
/// IS_INVALID_USAGE: `@is` describes a lookup's arguments and nothing else.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Is-Invalid-Usage
/// </summary>
internal sealed class IsInvalidUsage : ISourceRule
{
    public IEnumerable<CompositionError> Check(SourceSchema schema)
        => from argument in schema.Arguments
           where argument.Is is not null && argument.Field is { IsLookup: false }
           select argument.Error(
               "IS_INVALID_USAGE",
               $"`{argument}` cannot have `@is`, because `{argument.Field}` is not a lookup.",
               $"Mark `{argument.Field}` with `@lookup`, or remove `@is` from its argument.");
}
