namespace FinFlow.GraphQL.Language;

/// <summary>
/// Puts tokens on paper: with spaces, line breaks and indentation, or, if compact, with nothing but what keeps two tokens apart.
/// </summary>
internal sealed class TextLayout(bool compact)
{
    private const int IndentationSize = 2;

    // Not a StringBuilder: marks cut back and look back, which its chunks make slow.
    private char[] _text = new char[256];
    private int _length;
    private int _depth;
    private int _indentation;
    private int _lineBreaks;

    public bool IsCompact => compact;

    /// <summary>U+0000 if nothing is written yet.</summary>
    public char Last => _length > 0 ? _text[_length - 1] : '\0';

    /// <summary>A point to measure from or to return to.</summary>
    public readonly record struct Mark(int Length, int Indentation, int LineBreaks);

    public Mark Here => new(_length, _indentation, _lineBreaks);

    /// <summary>Characters since the mark; the indentation of lines does not count.</summary>
    public int LengthSince(Mark mark) => _length - mark.Length - (_indentation - mark.Indentation);

    public bool HasLineBreakSince(Mark mark) => _lineBreaks > mark.LineBreaks;

    public void ReturnTo(Mark mark) => (_length, _indentation, _lineBreaks) = (mark.Length, mark.Indentation, mark.LineBreaks);

    public void Token(string token)
    {
        if (compact && WouldMerge(Last, token[0]))
        {
            Append(" ");
        }

        Append(token);
    }

    public void Space()
    {
        if (!compact)
        {
            Append(" ");
        }
    }

    public void Comma() => Append(compact ? "," : ", ");

    public void Line()
    {
        if (!compact)
        {
            EmptyLine();
            var size = _depth * IndentationSize;
            Reserve(size).Fill(' ');
            _indentation += size;
        }
    }

    public void BlankLine()
    {
        if (!compact)
        {
            EmptyLine();
            Line();
        }
    }

    public void Indent() => _depth++;

    public void Dedent() => _depth--;

    /// <summary>Text of several lines. Empty lines stay empty: block strings ignore them, and editors cut trailing blanks.</summary>
    public void Lines(string text)
    {
        var isFirst = true;
        foreach (var line in text.Split('\n'))
        {
            if (!isFirst && line.Length > 0)
            {
                Line();
            }
            else if (!isFirst)
            {
                EmptyLine();
            }

            Append(line);
            isFirst = false;
        }
    }

    private void EmptyLine()
    {
        Append("\n");
        _lineBreaks++;
    }

    public override string ToString() => new(_text, 0, _length);

    private void Append(string text) => text.CopyTo(Reserve(text.Length));

    private Span<char> Reserve(int size)
    {
        if (_length + size > _text.Length)
        {
            Array.Resize(ref _text, Math.Max(_text.Length * 2, _length + size));
        }

        _length += size;
        return _text.AsSpan(_length - size, size);
    }

    // Two strings must not merge either: an empty one before another would open a block string.
    private static bool WouldMerge(char last, char first) => (IsWord(last) && IsWord(first)) || (last == '"' && first == '"');

    private static bool IsWord(char character) => char.IsAsciiLetterOrDigit(character) || character == '_';
}
