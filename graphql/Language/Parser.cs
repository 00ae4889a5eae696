using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace FinFlow.GraphQL.Language;

/// <summary>Text to tree. https://spec.graphql.org/draft/#sec-Language</summary>
public static class Parser
{
    /// <exception cref="SyntaxException">The text is not a document, or exceeds a limit.</exception>
    public static DocumentNode Parse(string source, ParserOptions? options = null) => Parse(source.AsSpan(), options);

    /// <summary>Parses UTF-8 text; locations still count UTF-16 code units.</summary>
    /// <exception cref="SyntaxException">The text is not UTF-8, not a document, or exceeds a limit.</exception>
    public static DocumentNode Parse(ReadOnlySpan<byte> source, ParserOptions? options = null)
    {
        var characters = ArrayPool<char>.Shared.Rent(Encoding.UTF8.GetMaxCharCount(source.Length));
        try
        {
            var status = Utf8.ToUtf16(source, characters, out _, out var length, replaceInvalidSequences: false);
            var text = characters.AsSpan(0, length);
            return status == OperationStatus.Done
                ? Parse(text, options)
                : throw new SyntaxException("Syntax Error: Invalid UTF-8 sequence.", Lexer.Locate(text, length));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(characters);
        }
    }

    /// <summary>Parses a single value, variables included.</summary>
    /// <exception cref="SyntaxException">The text is not one value.</exception>
    public static ValueNode ParseValue(string source)
    {
        var parser = new DocumentParser(source, ParserOptions.Default);
        return parser.ParseWhole(static (ref parser) => parser.ParseValue(isConst: false));
    }

    /// <summary>Parses a type reference such as `[Int!]!`.</summary>
    /// <exception cref="SyntaxException">The text is not one type reference.</exception>
    public static TypeNode ParseType(string source)
    {
        var parser = new DocumentParser(source, ParserOptions.Default);
        return parser.ParseWhole(static (ref parser) => parser.ParseType());
    }

    /// <summary>Parses a selection set; the outer braces may be missing, as in the FieldSelectionSet scalar.</summary>
    /// <exception cref="SyntaxException">The text is not one selection set.</exception>
    public static SelectionSetNode ParseSelectionSet(string source)
    {
        var parser = new DocumentParser(source, ParserOptions.Default);
        return parser.ParseWhole(static (ref parser) => parser.ParseBareSelectionSet());
    }

    private static DocumentNode Parse(ReadOnlySpan<char> source, ParserOptions? options)
    {
        var parser = new DocumentParser(source, options ?? ParserOptions.Default);
        return parser.ParseDocument();
    }
}

/// <summary>What a document may cost before it is understood.</summary>
public sealed record ParserOptions
{
    /// <summary>For documents that clients send.</summary>
    public static ParserOptions Default { get; } = new();

    /// <summary>For documents of our own, such as a composed schema: as many tokens as it takes.</summary>
    public static ParserOptions Trusted { get; } = new() { TokensMax = int.MaxValue };

    /// <summary>Tokens in one document; the IDE's introspection query has about 300.</summary>
    public int TokensMax { get; init; } = 20_000;

    /// <summary>Nesting of selection sets, values and types; protects the stack.</summary>
    public int DepthMax { get; init; } = 200;
}
