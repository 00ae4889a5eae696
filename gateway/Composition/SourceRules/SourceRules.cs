namespace FinFlow.Gateway.Composition;

/// <summary>A rule that looks at one source schema alone.</summary>
internal interface ISourceRule
{
    IEnumerable<CompositionError> Check(SourceSchema schema);
}

/// <summary>https://graphql.github.io/composite-schemas-spec/draft/#sec-Validate-Source-Schemas</summary>
internal static class SourceRules
{
    /// <summary>In the specification's order.</summary>
    public static IReadOnlyList<ISourceRule> All { get; } = [];
}
