using System.Buffers;

namespace FinFlow.GraphQL.Language;

/// <summary>
/// Cuts a document into tokens, one at a time. Works on UTF-16 because positions, columns and string values are UTF-16 in the end;
/// UTF-8 input is transcoded once. https://spec.graphql.org/draft/#sec-Language.Source-Text
/// </summary>
internal ref partial struct Lexer(ReadOnlySpan<char> source)
{
    private static readonly SearchValues<char> LineTerminators = SearchValues.Create("\n\r");

    private readonly ReadOnlySpan<char> _source = source;
    private int _position;
    private int _line = 1;
    private int _lineStart;

    public readonly ReadOnlySpan<char> Text(in Token token) => _source[token.Start..token.End];

    public Token Next()
    {
        SkipIgnored();
        if (_position >= _source.Length)
        {
            return Take(TokenKind.EndOfFile, 0);
        }

        switch (_source[_position])
        {
            case '!': return Take(TokenKind.Bang, 1);
            case '$': return Take(TokenKind.Dollar, 1);
            case '&': return Take(TokenKind.Ampersand, 1);
            case '(': return Take(TokenKind.ParenLeft, 1);
            case ')': return Take(TokenKind.ParenRight, 1);
            case '.' when At(_position + 1) == '.' && At(_position + 2) == '.': return Take(TokenKind.Spread, 3);
            case ':': return Take(TokenKind.Colon, 1);
            case '=': return Take(TokenKind.EqualsSign, 1);
            case '@': return Take(TokenKind.At, 1);
            case '[': return Take(TokenKind.BracketLeft, 1);
            case ']': return Take(TokenKind.BracketRight, 1);
            case '{': return Take(TokenKind.BraceLeft, 1);
            case '|': return Take(TokenKind.Pipe, 1);
            case '}': return Take(TokenKind.BraceRight, 1);
            case '"': return At(_position + 1) == '"' && At(_position + 2) == '"' ? ReadBlockString() : ReadString();
            case '-' or (>= '0' and <= '9'): return ReadNumber();
            case var first when IsNameStart(first): return ReadName();
            default: throw Unexpected();
        }
    }

    private void SkipIgnored()
    {
        while (_position < _source.Length)
        {
            switch (_source[_position])
            {
                case '\uFEFF' or '\t' or ' ' or ',':
                    _position++;
                    break;
                case '\n':
                    StartLine(_position + 1);
                    break;
                case '\r':
                    StartLine(_position + (At(_position + 1) == '\n' ? 2 : 1));
                    break;
                case '#':
                    SkipComment();
                    break;
                default:
                    return;
            }
        }
    }

    private void StartLine(int position)
    {
        _position = _lineStart = position;
        _line++;
    }

    private void SkipComment()
    {
        var rest = _source[_position..];
        var length = rest.IndexOfAny(LineTerminators);
        var comment = length < 0 ? rest : rest[..length];
        var loneSurrogate = IndexOfLoneSurrogate(comment);
        _position += loneSurrogate < 0 ? comment.Length : loneSurrogate;
    }

    private static int IndexOfLoneSurrogate(ReadOnlySpan<char> text)
    {
        var from = text.IndexOfAnyInRange('\uD800', '\uDFFF');
        for (var i = from; i >= 0 && i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private Token ReadName()
    {
        var length = 1;
        while (IsNameContinue(At(_position + length)))
        {
            length++;
        }

        return Take(TokenKind.Name, length);
    }

    private Token ReadNumber()
    {
        var end = _position;
        var kind = TokenKind.Int;
        if (At(end) == '-')
        {
            end++;
        }

        if (At(end) == '0')
        {
            end++;
            if (char.IsAsciiDigit(At(end)))
            {
                throw Error(end, $"Invalid number, unexpected digit after 0: {CodePointAt(end)}.");
            }
        }
        else
        {
            end = SkipDigits(end);
        }

        if (At(end) == '.')
        {
            kind = TokenKind.Float;
            end = SkipDigits(end + 1);
        }

        if (At(end) is 'e' or 'E')
        {
            kind = TokenKind.Float;
            end++;
            end = SkipDigits(At(end) is '+' or '-' ? end + 1 : end);
        }

        // What follows a number must not look like more of it: `1.2.3`, `0xF1` and `12abc` are mistakes, not two tokens.
        if (At(end) == '.' || IsNameStart(At(end)))
        {
            throw Error(end, $"Invalid number, expected digit but got: {CodePointAt(end)}.");
        }

        return Take(kind, end - _position);
    }

    private readonly int SkipDigits(int position)
    {
        if (!char.IsAsciiDigit(At(position)))
        {
            throw Error(position, $"Invalid number, expected digit but got: {CodePointAt(position)}.");
        }

        while (char.IsAsciiDigit(At(position)))
        {
            position++;
        }

        return position;
    }

    private Token Take(TokenKind kind, int length, string? value = null)
    {
        var token = new Token(kind, _position, _position + length, _line, _position - _lineStart + 1, value);
        _position += length;
        return token;
    }

    // Beyond the end there is nothing that could continue a token, which U+0000 says as well.
    private readonly char At(int position) => (uint)position < (uint)_source.Length ? _source[position] : '\0';

    private static bool IsNameStart(char character) => char.IsAsciiLetter(character) || character == '_';

    private static bool IsNameContinue(char character) => char.IsAsciiLetterOrDigit(character) || character == '_';
}
