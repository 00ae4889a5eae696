using System.Text;

namespace FinFlow.Compliance;

/// <summary>Records of comma-separated values. Quotes double inside quotes, and a quoted field may span lines.</summary>
/// <remarks>https://www.rfc-editor.org/rfc/rfc4180</remarks>
internal static class CsvReader
{
    /// <summary>One record, and the line on which it begins.</summary>
    internal sealed record Row(int Line, IReadOnlyList<string> Fields);

    /// <summary>All records but empty lines.</summary>
    public static Result<IReadOnlyList<Row>> Read(string text)
    {
        var rows = new List<Row>();
        var fields = new List<string>();
        var field = new StringBuilder();
        var (line, startLine, quoted, wasQuoted) = (1, 1, false, false);
        for (var i = 0; i <= text.Length; i++)
        {
            // DOS tools end a file with Ctrl-Z, and the Treasury's are made by one.
            var c = i == text.Length || text[i] == '\x1A' ? '\n' : text[i];
            if (quoted && i < text.Length)
            {
                if (c == '"' && i + 1 < text.Length && text[i + 1] == '"')
                {
                    field.Append('"');
                    i++;
                }
                else if (c == '"')
                {
                    quoted = false;
                }
                else
                {
                    line += c == '\n' ? 1 : 0;
                    field.Append(c);
                }
            }
            else if (quoted)
            {
                return new WatchlistMalformed(startLine, "A quoted field is not closed.");
            }
            else if (c == '"' && string.IsNullOrWhiteSpace(field.ToString()) && !wasQuoted)
            {
                field.Clear();
                (quoted, wasQuoted) = (true, true);
            }
            else if (c == ',' || c == '\n')
            {
                fields.Add(field.ToString().Trim());
                field.Clear();
                wasQuoted = false;
                if (c == '\n')
                {
                    if (fields is not [""])
                    {
                        rows.Add(new Row(startLine, [.. fields]));
                    }

                    fields.Clear();
                    startLine = ++line;
                }
            }
            else if (!wasQuoted || !char.IsWhiteSpace(c))
            {
                if (wasQuoted)
                {
                    return new WatchlistMalformed(line, "Text follows a quoted field.");
                }

                field.Append(c);
            }
        }

        return rows;
    }
}
