namespace FinFlow.GraphQL.Language;

/// <summary>The layout of block strings. https://spec.graphql.org/draft/#sec-String-Value.Block-Strings</summary>
internal static class BlockString
{
    /// <summary>The value of a block string's raw lines: BlockStringValue() in the specification.</summary>
    public static string Dedent(IReadOnlyList<string> lines)
    {
        var (commonIndent, first, last) = (int.MaxValue, -1, -1);
        for (var i = 0; i < lines.Count; i++)
        {
            var indent = IndentOf(lines[i]);
            if (indent == lines[i].Length)
            {
                continue;
            }

            first = first < 0 ? i : first;
            last = i;

            // The first line follows the opening quotation marks: its indentation says nothing about the others'.
            commonIndent = i > 0 ? Math.Min(commonIndent, indent) : commonIndent;
        }

        return first < 0
            ? ""
            : string.Join('\n', Enumerable.Range(first, last - first + 1).Select(i => i == 0 ? lines[i] : lines[i][Math.Min(commonIndent, lines[i].Length)..]));
    }

    /// <summary>Whether a block string can say this value: it drops outer blank lines, common indentation and carriage returns.</summary>
    public static bool CanHold(string value)
    {
        var lines = value.Split('\n');
        return value.Length == 0
            || (!value.Contains('\r') && !IsBlank(lines[0]) && !IsBlank(lines[^1])
                && (lines.Length == 1 || lines.Any(line => line.Length > 0 && IndentOf(line) == 0)));
    }

    /// <summary>The text between and with the quotation marks, before any indentation.</summary>
    public static string Print(string value)
    {
        var escaped = value.Replace("\"\"\"", "\\\"\"\"", StringComparison.Ordinal);
        var lines = escaped.Split('\n');
        var isSingleLine = lines.Length == 1;

        // If all lines but the first are indented, a leading line break keeps their indentation from being taken for common.
        var forceLeadingLine = !isSingleLine && lines.Skip(1).All(line => line.Length == 0 || IndentOf(line) > 0);
        var endsWithTripleQuote = escaped.EndsWith("\\\"\"\"", StringComparison.Ordinal);
        var forceTrailingLine = (value.EndsWith('"') && !endsWithTripleQuote) || value.EndsWith('\\');
        var multiline = !isSingleLine || value.Length > 70 || forceTrailingLine || forceLeadingLine || endsWithTripleQuote;

        // A single line's leading blanks survive only if it follows the quotation marks.
        var skipLeadingLine = isSingleLine && IndentOf(value) > 0;
        var leading = (multiline && !skipLeadingLine) || forceLeadingLine ? "\n" : "";
        var trailing = multiline || forceTrailingLine ? "\n" : "";
        return $"\"\"\"{leading}{escaped}{trailing}\"\"\"";
    }

    private static bool IsBlank(string line) => IndentOf(line) == line.Length;

    private static int IndentOf(string line) => line.AsSpan().IndexOfAnyExcept(' ', '\t') is var indent && indent < 0 ? line.Length : indent;
}
