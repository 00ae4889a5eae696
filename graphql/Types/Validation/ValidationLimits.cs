namespace FinFlow.GraphQL.Types;

/// <summary>What a valid document may still not exceed; each limit has an error of its own, whose code begins with LIMIT.</summary>
public sealed record ValidationLimits
{
    public static ValidationLimits Default { get; } = new();

    /// <summary>Nesting of fields, fragments expanded.</summary>
    public int DepthMax { get; init; } = 32;
    /// <summary>Nesting of fragments, spread or inline, the fields between them not counted; protects the stack.</summary>
    public int FragmentDepthMax { get; init; } = 64;
    /// <summary>Fields of an operation, fragments expanded: a few fragments that spread each other twice would make millions.</summary>
    public int FieldsMax { get; init; } = 10_000;
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
    /// <summary>Nesting of lists and types in an introspection query; an IDE's has 15.</summary>
    public int IntrospectionDepthMax { get; init; } = 20;
    /// <summary>
    /// Nesting of an introspection query's lists of fields and types: each level multiplies the answer by the size of a type. An IDE's query has one.
    /// </summary>
    public int IntrospectionListsMax { get; init; } = 2;
}
