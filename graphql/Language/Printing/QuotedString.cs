using System.Globalization;
using System.Text;

namespace FinFlow.GraphQL.Language;

/// <summary>A string between simple quotation marks. https://spec.graphql.org/draft/#StringCharacter</summary>
internal static class QuotedString
{
    public static string Print(string value)
    {
        var text = new StringBuilder(value.Length + 2).Append('"');
        foreach (var character in value)
        {
            _ = character switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                < ' ' or (>= '\u007F' and <= '\u009F') => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}"),
                _ => text.Append(character),
            };
        }

        return text.Append('"').ToString();
    }
}
