using System.Runtime.InteropServices;

namespace FinFlow.GraphQL.Language;

/// <summary>
/// Recursive descent with one token of look-ahead; a second one where a description may precede a keyword. This part holds what the
/// grammar's productions in the other parts are made of. https://spec.graphql.org/draft/#sec-Appendix-Grammar-Summary
/// </summary>
internal ref partial struct DocumentParser
{
    public delegate T Production<out T>(ref DocumentParser parser);

    private readonly ParserOptions _options;
    // Children of the lists that are still open; each list is copied out at its exact size when it closes.
    private readonly List<SyntaxNode> _pending = [];
    private Lexer _lexer;
    private Token _token;
    private int _previousEnd;
    private int _tokens;
    private int _depth;

    public DocumentParser(ReadOnlySpan<char> source, ParserOptions options)
    {
        _options = options;
        _lexer = new Lexer(source);
    }

    /// <summary>Parses a production that must reach to the end of the text.</summary>
    public T ParseWhole<T>(Production<T> production)
    {
        Advance();
        var result = production(ref this);
        Expect(TokenKind.EndOfFile);
        return result;
    }

    private void Advance()
    {
        _previousEnd = _token.End;
        _token = _lexer.Next();
        if (_token.Kind != TokenKind.EndOfFile && ++_tokens > _options.TokensMax)
        {
            throw Error(_token, $"Document contains more that {_options.TokensMax} tokens. Parsing aborted.");
        }
    }

    private readonly Token LookAhead()
    {
        var ahead = _lexer;
        return ahead.Next();
    }

    private readonly bool Peek(TokenKind kind) => _token.Kind == kind;

    private readonly bool PeekKeyword(string keyword) => _token.Kind == TokenKind.Name && _lexer.Text(_token).SequenceEqual(keyword);

    private bool Skip(TokenKind kind)
    {
        if (_token.Kind != kind)
        {
            return false;
        }

        Advance();
        return true;
    }

    private bool SkipKeyword(string keyword)
    {
        if (!PeekKeyword(keyword))
        {
            return false;
        }

        Advance();
        return true;
    }

    private Token Expect(TokenKind kind)
    {
        var token = _token;
        if (token.Kind != kind)
        {
            throw Error(token, $"Expected {kind.Description}, found {Describe(token)}.");
        }

        // Nothing follows the end of the text.
        if (kind != TokenKind.EndOfFile)
        {
            Advance();
        }

        return token;
    }

    private void ExpectKeyword(string keyword)
    {
        if (!SkipKeyword(keyword))
        {
            throw Error(_token, $"Expected \"{keyword}\", found {Describe(_token)}.");
        }
    }

    /// <summary>One or more items between two tokens.</summary>
    private T[] Many<T>(TokenKind open, Production<T> production, TokenKind close) where T : SyntaxNode
    {
        Expect(open);
        var first = _pending.Count;
        do
        {
            _pending.Add(production(ref this));
        }
        while (!Skip(close));

        return TakePending<T>(first);
    }

    /// <summary>Nothing at all, or one or more items between two tokens.</summary>
    private T[] OptionalMany<T>(TokenKind open, Production<T> production, TokenKind close) where T : SyntaxNode
        => Peek(open) ? Many(open, production, close) : [];

    /// <summary>Zero or more items between two tokens.</summary>
    private T[] Any<T>(TokenKind open, Production<T> production, TokenKind close) where T : SyntaxNode
    {
        Expect(open);
        var first = _pending.Count;
        while (!Skip(close))
        {
            _pending.Add(production(ref this));
        }

        return TakePending<T>(first);
    }

    /// <summary>One or more items with a delimiter between them, and perhaps one before the first.</summary>
    private T[] Delimited<T>(TokenKind delimiter, Production<T> production) where T : SyntaxNode
    {
        Skip(delimiter);
        var first = _pending.Count;
        do
        {
            _pending.Add(production(ref this));
        }
        while (Skip(delimiter));

        return TakePending<T>(first);
    }

    private readonly T[] TakePending<T>(int first) where T : SyntaxNode
    {
        if (_pending.Count == first)
        {
            return [];
        }

        var items = new T[_pending.Count - first];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = (T)_pending[first + i];
        }

        CollectionsMarshal.SetCount(_pending, first);
        return items;
    }

    /// <summary>Goes one level deeper. Every production that can contain itself passes through here, or the stack would be the limit.</summary>
    private void Descend()
    {
        if (++_depth > _options.DepthMax)
        {
            throw Error(_token, $"Document nests deeper than {_options.DepthMax} levels. Parsing aborted.");
        }
    }

    private void Ascend() => _depth--;

    private readonly Location From(in Token start) => new(start.Start, _previousEnd, start.Line, start.Column);

    private readonly SyntaxException Unexpected() => Unexpected(_token);

    private readonly SyntaxException Unexpected(in Token token) => Error(token, $"Unexpected {Describe(token)}.");

    private static SyntaxException Error(in Token token, string message)
        => new($"Syntax Error: {message}", new Location(token.Start, token.End, token.Line, token.Column));

    private readonly string Describe(in Token token) => token.Kind switch
    {
        TokenKind.Name or TokenKind.Int or TokenKind.Float => $"{token.Kind.Description} \"{_lexer.Text(token)}\"",
        TokenKind.String or TokenKind.BlockString => $"{token.Kind.Description} \"{token.StringValue}\"",
        _ => token.Kind.Description,
    };
}
