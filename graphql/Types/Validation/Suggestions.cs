namespace FinFlow.GraphQL.Types;

/// <summary>"Did you mean …?": names that are a few typing mistakes away from the one that was given.</summary>
public static class Suggestions
{
    private const int SuggestionsMax = 5;

    /// <summary>
    /// The distance costs the product of both lengths. Nobody mistypes a longer name and hopes for help, but an attacker would send one.
    /// </summary>
    private const int LengthMax = 128;

    /// <summary>` Did you mean "a", "b", or "c"?`, or nothing when no option is near.</summary>
    /// <param name="kind">What the names are, e.g. "the enum value"; null when the message has said it.</param>
    public static string DidYouMean(string input, IEnumerable<string> options, string? kind = null)
        => Ask([.. Nearest(input, options).Select(name => $"\"{name}\"")], kind);

    /// <summary>` Did you mean a or b?` for things that are already in the form in which they shall be shown.</summary>
    public static string Ask(IReadOnlyList<string> suggestions, string? kind = null)
    {
        var shown = suggestions.Take(SuggestionsMax).ToArray();
        var list = shown switch
        {
            [] => null,
            [var only] => only,
            [var first, var second] => $"{first} or {second}",
            _ => $"{string.Join(", ", shown[..^1])}, or {shown[^1]}",
        };
        return list is null ? "" : $" Did you mean {(kind is null ? "" : kind + " ")}{list}?";
    }

    /// <summary>The options near <paramref name="input"/>, the nearest first, equally near ones in natural order.</summary>
    public static IReadOnlyList<string> Nearest(string input, IEnumerable<string> options)
    {
        if (input.Length > LengthMax)
        {
            return [];
        }

        // Four mistakes in ten characters still look like the same name.
        var threshold = (input.Length * 2 / 5) + 1;
        return [.. from option in options.Distinct(StringComparer.Ordinal)
                   where Math.Abs(option.Length - input.Length) <= threshold
                   let distance = Distance(input, option)
                   where distance <= threshold
                   orderby distance, new NaturalName(option)
                   select option];
    }

    /// <summary>Insertions, deletions, substitutions and swaps of neighbours; any difference in case alone counts as one.</summary>
    private static int Distance(string input, string option)
    {
        if (input == option)
        {
            return 0;
        }

        if (string.Equals(input, option, StringComparison.OrdinalIgnoreCase))
        {
            return 1;
        }

        var (a, b) = (input.ToUpperInvariant(), option.ToUpperInvariant());
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            rows[0, j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            rows[i, 0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substitution = rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(substitution, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }

        return rows[a.Length, b.Length];
    }

    /// <summary>Runs of digits compare as numbers: `Item9` stands before `Item10`.</summary>
    internal readonly record struct NaturalName(string Text) : IComparable<NaturalName>
    {
        public int CompareTo(NaturalName other)
        {
            var left = Text.AsSpan();
            var right = other.Text.AsSpan();
            while (!left.IsEmpty && !right.IsEmpty)
            {
                var (digitsLeft, digitsRight) = (CountDigits(left), CountDigits(right));
                var order = digitsLeft == 0 || digitsRight == 0
                    ? left[0].CompareTo(right[0])
                    : CompareNumbers(left[..digitsLeft].TrimStart('0'), right[..digitsRight].TrimStart('0'));
                if (order != 0)
                {
                    return order;
                }

                left = left[Math.Max(digitsLeft, 1)..];
                right = right[Math.Max(digitsRight, 1)..];
            }

            return left.Length.CompareTo(right.Length);
        }

        private static int CompareNumbers(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
            => left.Length != right.Length ? left.Length.CompareTo(right.Length) : left.SequenceCompareTo(right);

        private static int CountDigits(ReadOnlySpan<char> text)
        {
            var end = text.IndexOfAnyExceptInRange('0', '9');
            return end < 0 ? text.Length : end;
        }
    }
}
