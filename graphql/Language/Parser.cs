namespace FinFlow.GraphQL.Language;

/// <summary>Text to tree. https://spec.graphql.org/draft/#sec-Language</summary>
public static class Parser
{
    /// <exception cref="SyntaxException">The text is not a document, or exceeds a limit.</exception>
    public static DocumentNode Parse(string source, ParserOptions? options = null) => throw new NotSupportedException();

    /// <summary>Parses UTF-8 text.</summary>
    public static DocumentNode Parse(ReadOnlySpan<byte> source, ParserOptions? options = null) => throw new NotSupportedException();

    /// <summary>Parses a single value, variables included.</summary>
    public static ValueNode ParseValue(string source) => throw new NotSupportedException();

    /// <summary>Parses a type reference such as `[Int!]!`.</summary>
    public static TypeNode ParseType(string source) => throw new NotSupportedException();

    /// <summary>Parses a selection set; the outer braces may be missing, as in the FieldSelectionSet scalar.</summary>
    public static SelectionSetNode ParseSelectionSet(string source) => throw new NotSupportedException();
}

/// <summary>What a document may cost before it is understood.</summary>
public sealed record ParserOptions
{
    public static ParserOptions Default { get; } = new();

    /// <summary>Tokens in one document; the IDE's introspection query has about 300.</summary>
    public int TokensMax { get; init; } = 20_000;

    /// <summary>Nesting of selection sets, values and types; protects the stack.</summary>
    public int DepthMax { get; init; } = 200;
}
