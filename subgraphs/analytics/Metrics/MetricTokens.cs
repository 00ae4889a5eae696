using System.Buffers;

namespace FinFlow.Analytics;

internal enum MetricTokenKind
{
    Number,
    Name,

    /// <summary>One character, whether the language knows it or not.</summary>
    Symbol,
    End,
}

/// <param name="Position">Of its first character, counted from 1.</param>
internal readonly record struct MetricToken(MetricTokenKind Kind, string Text, int Position)
{
    private const int ShownCharactersMax = 40;

    /// <summary>As a message quotes it.</summary>
    internal string Shown => Kind is MetricTokenKind.End ? "the end" : $"\"{(Text.Length <= ShownCharactersMax ? Text : $"{Text[..ShownCharactersMax]}…")}\"";
}

/// <summary>Text to tokens; the last one is the end.</summary>
internal static class MetricTokens
{
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    internal static IReadOnlyList<MetricToken> Of(string text)
    {
        var tokens = new List<MetricToken>();
        for (var at = 0; at < text.Length;)
        {
            if (text[at] is ' ' or '\t' or '\r' or '\n')
            {
                at++;
                continue;
            }

            var (kind, length) = char.IsAsciiDigit(text[at]) ? (MetricTokenKind.Number, LengthOf(text.AsSpan(at), NumberCharacters))
                : char.IsAsciiLetter(text[at]) ? (MetricTokenKind.Name, LengthOf(text.AsSpan(at), NameCharacters))
                : (MetricTokenKind.Symbol, char.IsSurrogatePair(text, at) ? 2 : 1);
            tokens.Add(new MetricToken(kind, text.Substring(at, length), at + 1));
            at += length;
        }

        tokens.Add(new MetricToken(MetricTokenKind.End, "", text.Length + 1));
        return tokens;
    }

    private static int LengthOf(ReadOnlySpan<char> text, SearchValues<char> characters)
        => text.IndexOfAnyExcept(characters) is >= 0 and var length ? length : text.Length;
}
