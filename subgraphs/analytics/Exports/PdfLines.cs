using System.Text;

namespace FinFlow.Analytics;

/// <summary>A text in as many lines as its width takes.</summary>
internal static class PdfLines
{
    /// <summary>Broken between words, and within a word that is wider than a line.</summary>
    internal static IReadOnlyList<string> Of(string text, TrueTypeFont font, double size, double width)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (font.WidthOf(longer, size) <= width)
            {
                line = longer;
                continue;
            }

            if (line.Length > 0)
            {
                lines.Add(line);
                line = "";
            }

            foreach (var character in word.EnumerateRunes())
            {
                if (font.WidthOf($"{line}{character}", size) > width)
                {
                    lines.Add(line);
                    line = "";
                }

                line += character;
            }
        }

        return [.. lines, line];
    }
}
