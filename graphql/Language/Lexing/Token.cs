namespace FinFlow.GraphQL.Language;

/// <summary>https://spec.graphql.org/draft/#sec-Lexical-Tokens</summary>
internal enum TokenKind
{
    EndOfFile, Bang, Dollar, Ampersand, ParenLeft, ParenRight, Spread, Colon, EqualsSign, At, BracketLeft, BracketRight, BraceLeft, Pipe,
    BraceRight, Name, Int, Float, String, BlockString,
}

/// <summary>A token's place, and the value if it is a string; other tokens are their text.</summary>
internal readonly record struct Token(TokenKind Kind, int Start, int End, int Line, int Column, string? StringValue = null);

internal static class TokenKinds
{
    extension(TokenKind kind)
    {
        /// <summary>The kind as messages name it: punctuation in quotation marks, everything else bare.</summary>
        public string Description => kind switch
        {
            TokenKind.EndOfFile => "<EOF>",
            TokenKind.Bang => "\"!\"",
            TokenKind.Dollar => "\"$\"",
            TokenKind.Ampersand => "\"&\"",
            TokenKind.ParenLeft => "\"(\"",
            TokenKind.ParenRight => "\")\"",
            TokenKind.Spread => "\"...\"",
            TokenKind.Colon => "\":\"",
            TokenKind.EqualsSign => "\"=\"",
            TokenKind.At => "\"@\"",
            TokenKind.BracketLeft => "\"[\"",
            TokenKind.BracketRight => "\"]\"",
            TokenKind.BraceLeft => "\"{\"",
            TokenKind.Pipe => "\"|\"",
            TokenKind.BraceRight => "\"}\"",
            _ => kind.ToString(),
        };
    }
}
