using System.Globalization;

namespace FinFlow.Compliance;

/// <summary>Dates as lists give them: a day, or a year alone.</summary>
internal static class ListedDate
{
    private const string Day = "yyyy-MM-dd";

    public static bool IsDate(string text) => IsYear(text) || DateOnly.TryParseExact(text, Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    /// <summary>`13 Jan 1967` as `1967-01-13`, `circa 1967` and `1967` as `1967`; null for what is neither.</summary>
    public static string? FromWords(string text)
        => DateOnly.TryParseExact(text, "d MMM yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day.ToString(Day, CultureInfo.InvariantCulture)
            : IsYear(text[^Math.Min(4, text.Length)..]) ? text[^4..]
            : null;

    /// <summary>Whether a known date may be the listed one, which may be a year only.</summary>
    public static bool Agrees(string listed, DateOnly known)
        => IsYear(listed) ? int.Parse(listed, CultureInfo.InvariantCulture) == known.Year : listed == known.ToString(Day, CultureInfo.InvariantCulture);

    /// <summary>Lists are often a year off; more than that is another person, or a wrong date.</summary>
    public static bool IsFar(string listed, DateOnly known) => Math.Abs(int.Parse(listed.AsSpan(0, 4), CultureInfo.InvariantCulture) - known.Year) > 1;

    private static bool IsYear(string text) => text.Length == 4 && text.All(char.IsAsciiDigit);
}
