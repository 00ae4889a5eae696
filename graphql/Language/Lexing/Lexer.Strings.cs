using System.Buffers;
using System.Text;

namespace FinFlow.GraphQL.Language;

/// <summary>https://spec.graphql.org/draft/#sec-String-Value</summary>
internal ref partial struct Lexer
{
    private static readonly SearchValues<char> StringStops = SearchValues.Create(['"', '\\', '\n', '\r', .. Surrogates]);

    private static char[] Surrogates => [.. Enumerable.Range(0xD800, 0x800).Select(code => (char)code)];

    private Token ReadString()
    {
        // Most strings have no escapes; they are cut out in one piece.
        StringBuilder? decoded = null;
        var position = _position + 1;
        var chunkStart = position;
        while (true)
        {
            position = SkipTo(position, StringStops);
            switch (At(position))
            {
                case '"':
                    var chunk = _source[chunkStart..position];
                    var value = decoded is null ? chunk.ToString() : decoded.Append(chunk).ToString();
                    return Take(TokenKind.String, position + 1 - _position, value);
                case '\\' when position < _source.Length:
                    decoded ??= new StringBuilder();
                    decoded.Append(_source[chunkStart..position]);
                    position += ReadEscape(position, decoded);
                    chunkStart = position;
                    break;
                case var other when char.IsSurrogate(other):
                    position = SkipSurrogatePair(position);
                    break;
                default:
                    throw Error(position, "Unterminated string.");
            }
        }
    }

    private Token ReadBlockString()
    {
        var (line, lineStart) = (_line, _lineStart);
        var lines = new List<string>();
        StringBuilder? current = null;
        var position = _position + 3;
        var chunkStart = position;
        while (true)
        {
            position = SkipTo(position, StringStops);
            switch (At(position))
            {
                case '"' when At(position + 1) == '"' && At(position + 2) == '"':
                    lines.Add(CloseLine(ref current, _source[chunkStart..position]));
                    var token = Take(TokenKind.BlockString, position + 3 - _position, BlockString.Dedent(lines));
                    (_line, _lineStart) = (line, lineStart);
                    return token;
                case '\\' when _source[(position + 1)..].StartsWith("\"\"\""):
                    current ??= new StringBuilder();
                    current.Append(_source[chunkStart..position]);
                    chunkStart = position + 1;
                    position += 4;
                    break;
                case '\n' or '\r':
                    lines.Add(CloseLine(ref current, _source[chunkStart..position]));
                    position += At(position) == '\r' && At(position + 1) == '\n' ? 2 : 1;
                    (line, lineStart, chunkStart) = (line + 1, position, position);
                    break;
                case '"' or '\\':
                    position++;
                    break;
                case var other when char.IsSurrogate(other):
                    position = SkipSurrogatePair(position);
                    break;
                default:
                    throw Error(position, "Unterminated string.");
            }
        }
    }

    private static string CloseLine(ref StringBuilder? current, ReadOnlySpan<char> chunk)
    {
        var line = current is null ? chunk.ToString() : current.Append(chunk).ToString();
        current = null;
        return line;
    }

    private readonly int SkipTo(int position, SearchValues<char> stops)
    {
        var length = _source[position..].IndexOfAny(stops);
        return length < 0 ? _source.Length : position + length;
    }

    private readonly int SkipSurrogatePair(int position)
        => IsScalarValueAt(position) ? position + 2 : throw Error(position, $"Invalid character within String: {CodePointAt(position)}.");

    /// <summary>Decodes the escape sequence at the position, and gives its length.</summary>
    private readonly int ReadEscape(int position, StringBuilder decoded)
    {
        switch (At(position + 1))
        {
            case 'u': return At(position + 2) == '{' ? ReadBracedEscape(position, decoded) : ReadFourDigitEscape(position, decoded);
            case '"' or '\\' or '/': decoded.Append(At(position + 1)); return 2;
            case 'b': decoded.Append('\b'); return 2;
            case 'f': decoded.Append('\f'); return 2;
            case 'n': decoded.Append('\n'); return 2;
            case 'r': decoded.Append('\r'); return 2;
            case 't': decoded.Append('\t'); return 2;
            default: throw Error(position, $"Invalid character escape sequence: \"{Slice(position, 2)}\".");
        }
    }

    private readonly int ReadBracedEscape(int position, StringBuilder decoded)
    {
        // `\u{` and eight digits and `}` are the longest sequence worth reading: more digits cannot be a code point.
        var (code, size) = (0, 3);
        while (size < 12)
        {
            var character = At(position + size++);
            if (character == '}')
            {
                if (size < 5 || !Rune.IsValid(code))
                {
                    break;
                }

                decoded.Append(new Rune(code).ToString());
                return size;
            }

            if (!char.IsAsciiHexDigit(character))
            {
                break;
            }

            code = (code << 4) | Convert.ToInt32(character.ToString(), 16);
            if (code < 0)
            {
                break;
            }
        }

        throw Error(position, $"Invalid Unicode escape sequence: \"{Slice(position, size)}\".");
    }

    private readonly int ReadFourDigitEscape(int position, StringBuilder decoded)
    {
        if (TryReadFourDigits(position + 2, out var first))
        {
            if (!char.IsSurrogate(first))
            {
                decoded.Append(first);
                return 6;
            }

            // JSON's way to write a character beyond U+FFFF: two escapes, one after the other.
            if (char.IsHighSurrogate(first) && At(position + 6) == '\\' && At(position + 7) == 'u'
                && TryReadFourDigits(position + 8, out var second) && char.IsLowSurrogate(second))
            {
                decoded.Append(first).Append(second);
                return 12;
            }
        }

        throw Error(position, $"Invalid Unicode escape sequence: \"{Slice(position, 6)}\".");
    }

    private readonly bool TryReadFourDigits(int position, out char code)
    {
        code = default;
        for (var i = position; i < position + 4; i++)
        {
            if (!char.IsAsciiHexDigit(At(i)))
            {
                return false;
            }

            code = (char)((code << 4) | Convert.ToInt32(At(i).ToString(), 16));
        }

        return true;
    }

    private readonly string Slice(int start, int length) => _source[start..Math.Min(start + length, _source.Length)].ToString();
}
