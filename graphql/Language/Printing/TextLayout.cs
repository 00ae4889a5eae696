using System.Text;

namespace FinFlow.GraphQL.Language;

/// <summary>
/// Puts tokens on paper: with spaces, line breaks and indentation, or, if compact, with nothing but what keeps two tokens apart.
/// </summary>
internal sealed class TextLayout(bool compact)
{
    private const int IndentationSize = 2;

    private readonly StringBuilder _text = new();
    private int _depth;
    private int _indentation;
    private int _lineBreaks;

    public bool IsCompact => compact;

    /// <summary>A point to measure from or to return to.</summary>
    public readonly record struct Mark(int Length, int Indentation, int LineBreaks);

    public Mark Here => new(_text.Length, _indentation, _lineBreaks);

    /// <summary>Characters since the mark; the indentation of lines does not count.</summary>
    public int LengthSince(Mark mark) => _text.Length - mark.Length - (_indentation - mark.Indentation);

    public bool HasLineBreakSince(Mark mark) => _lineBreaks > mark.LineBreaks;

    public void ReturnTo(Mark mark) => (_text.Length, _indentation, _lineBreaks) = (mark.Length, mark.Indentation, mark.LineBreaks);

    public void Token(string token)
    {
        if (compact && _text.Length > 0 && WouldMerge(_text[^1], token[0]))
        {
            _text.Append(' ');
        }

        _text.Append(token);
    }

    public void Space()
    {
        if (!compact)
        {
            _text.Append(' ');
        }
    }

    public void Comma() => _text.Append(compact ? "," : ", ");

    public void Line()
    {
        if (!compact)
        {
            EmptyLine();
            _text.Append(' ', _depth * IndentationSize);
            _indentation += _depth * IndentationSize;
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

            _text.Append(line);
            isFirst = false;
        }
    }

    private void EmptyLine()
    {
        _text.Append('\n');
        _lineBreaks++;
    }

    public override string ToString() => _text.ToString();

    // Two strings must not merge either: an empty one before another would open a block string.
    private static bool WouldMerge(char last, char first) => (IsWord(last) && IsWord(first)) || (last == '"' && first == '"');

    private static bool IsWord(char character) => char.IsAsciiLetterOrDigit(character) || character == '_';
}
