using System.Globalization;
using System.Text;

namespace FinFlow.GraphQL.Language;

internal ref partial struct Lexer
{
    public readonly SyntaxException Error(int position, string message) => new($"Syntax Error: {message}", Locate(_source, position));

    /// <summary>The line and column of a position; counted only when something went wrong, so that tokens need not know of it.</summary>
    public static Location Locate(ReadOnlySpan<char> source, int position)
    {
        var (line, lineStart) = (1, 0);
        for (var i = 0; i < position; i++)
        {
            if (source[i] == '\r' && i + 1 < source.Length && source[i + 1] == '\n')
            {
                i++;
            }
            else if (source[i] is not ('\n' or '\r'))
            {
                continue;
            }

            if (i < position)
            {
                (line, lineStart) = (line + 1, i + 1);
            }
        }

        return new Location(position, position, line, position - lineStart + 1);
    }

    private readonly SyntaxException Unexpected() => Error(_position, _source[_position] switch
    {
        '\'' => "Unexpected single quote character ('), did you mean to use a double quote (\")?",
        _ when IsScalarValueAt(_position) => $"Unexpected character: {CodePointAt(_position)}.",
        _ => $"Invalid character: {CodePointAt(_position)}.",
    });

    private readonly bool IsScalarValueAt(int position)
        => !char.IsSurrogate(_source[position]) || (char.IsHighSurrogate(_source[position]) && char.IsLowSurrogate(At(position + 1)));

    /// <summary>Printable ASCII in quotation marks, other characters as U+1F600, the end as &lt;EOF&gt;.</summary>
    private readonly string CodePointAt(int position)
    {
        if (position >= _source.Length)
        {
            return TokenKind.EndOfFile.Description;
        }

        // A lone surrogate decodes to no rune; it is named by its code unit.
        var code = Rune.DecodeFromUtf16(_source[position..], out var rune, out _) == System.Buffers.OperationStatus.Done
            ? rune.Value
            : _source[position];
        return code switch
        {
            '"' => "'\"'",
            >= ' ' and <= '~' => $"\"{(char)code}\"",
            _ => "U+" + code.ToString("X4", CultureInfo.InvariantCulture),
        };
    }
}
