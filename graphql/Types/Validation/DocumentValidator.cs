using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>Whether a document may be executed on a schema. https://spec.graphql.org/draft/#sec-Validation</summary>
public static class DocumentValidator
{
    /// <summary>The violations, in the order of the rules; empty when the document is valid. Work is bounded by <paramref name="limits"/>.</summary>
    public static IReadOnlyList<GraphQLError> Validate(Schema schema, DocumentNode document, ValidationLimits? limits = null) => throw new NotSupportedException();
}

/// <summary>What a valid document may still not exceed; each limit has an error of its own.</summary>
public sealed record ValidationLimits
{
    public static ValidationLimits Default { get; } = new();

    /// <summary>Nesting of fields, fragments expanded.</summary>
    public int DepthMax { get; init; } = 32;
    /// <summary>Fields of the operation's root, aliases counted each.</summary>
    public int RootFieldsMax { get; init; } = 64;
    /// <summary>Aliases in the whole document.</summary>
    public int AliasesMax { get; init; } = 256;
    /// <summary>Directives at one place.</summary>
    public int DirectivesMax { get; init; } = 16;
    /// <summary>Comparisons of fields that may have to merge.</summary>
    public int MergeComparisonsMax { get; init; } = 100_000;
    /// <summary>Errors reported before validation gives up.</summary>
    public int ErrorsMax { get; init; } = 100;
    /// <summary>Nesting of lists and types in an introspection query.</summary>
    public int IntrospectionDepthMax { get; init; } = 20;
}
