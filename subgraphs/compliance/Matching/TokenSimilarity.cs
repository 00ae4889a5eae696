namespace FinFlow.Compliance;

/// <summary>How alike two words are, from 0 (taken for different words) to 1.</summary>
internal static class TokenSimilarity
{
    /// <summary>Below it two words are different ones: half-alike words of different names must not add up to a match.</summary>
    internal const float Least = 0.78f;

    /// <summary>The letters that may have to be changed, as a part of the longer word.</summary>
    private const float EditsMax = 0.34f;

    private const float InitialOfWord = 0.85f;
    private const float SoundsAlike = 0.98f;
    private const int CellsOnStack = 1024;
    internal const int PrefixMax = 4;
    internal const float PrefixBonus = 0.1f;

    public static float Of(NameToken left, NameToken right)
    {
        if (left.Text == right.Text)
        {
            return 1f;
        }

        if (left.Text.Length == 1 || right.Text.Length == 1)
        {
            return left.Text[0] == right.Text[0] ? InitialOfWord : 0f;
        }

        var similarity = Math.Max(JaroWinkler(left.Text, right.Text), SoundsAlike * JaroWinkler(left.Sound, right.Sound));
        return similarity >= Least && (Edits(left.Text, right.Text) <= EditsMax || Edits(left.Sound, right.Sound) <= EditsMax) ? similarity : 0f;
    }

    /// <summary>Whether <see cref="Of"/> can be above 0, told from the words' shapes alone: never wrongly no.</summary>
    public static bool IsPossible(in TokenShapes left, in TokenShapes right)
        => left.Text.Length == 1 || right.Text.Length == 1
            ? (left.Text.Beginning & char.MaxValue) == (right.Text.Beginning & char.MaxValue)
            : left.Text.JaroWinklerMax(right.Text) >= Least || SoundsAlike * left.Sound.JaroWinklerMax(right.Sound) >= Least;

    /// <summary>Jaro's similarity with Winkler's bonus for a common beginning of up to four letters.</summary>
    internal static float JaroWinkler(string left, string right)
    {
        if (left == right)
        {
            return 1f;
        }

        var window = Math.Max((Math.Max(left.Length, right.Length) / 2) - 1, 0);
        Span<bool> leftMatched = stackalloc bool[Math.Min(left.Length, 256)];
        Span<bool> rightMatched = stackalloc bool[Math.Min(right.Length, 256)];
        var matches = 0;
        for (var i = 0; i < leftMatched.Length; i++)
        {
            var end = Math.Min(i + window + 1, rightMatched.Length);
            for (var j = Math.Max(0, i - window); j < end; j++)
            {
                if (!rightMatched[j] && left[i] == right[j])
                {
                    leftMatched[i] = rightMatched[j] = true;
                    matches++;
                    break;
                }
            }
        }

        if (matches == 0)
        {
            return 0f;
        }

        var (outOfOrder, k) = (0, 0);
        for (var i = 0; i < leftMatched.Length; i++)
        {
            if (leftMatched[i])
            {
                while (!rightMatched[k])
                {
                    k++;
                }

                outOfOrder += left[i] == right[k++] ? 0 : 1;
            }
        }

        var jaro = (((float)matches / left.Length) + ((float)matches / right.Length) + ((matches - (outOfOrder / 2f)) / matches)) / 3f;
        var prefix = 0;
        while (prefix < PrefixMax && prefix < left.Length && prefix < right.Length && left[prefix] == right[prefix])
        {
            prefix++;
        }

        return jaro + (prefix * PrefixBonus * (1f - jaro));
    }

    /// <summary>Insertions, deletions, substitutions and swaps of neighbours, over the length of the longer word.</summary>
    private static float Edits(string left, string right)
    {
        var width = right.Length + 1;
        var size = (left.Length + 1) * width;
        Span<int> cells = size <= CellsOnStack ? stackalloc int[size] : new int[size];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                var here = (i * width) + j;
                cells[here] = i == 0 ? j : j == 0 ? i
                    : Math.Min(Math.Min(cells[here - width], cells[here - 1]) + 1, cells[here - width - 1] + (left[i - 1] == right[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    cells[here] = Math.Min(cells[here], cells[here - (2 * width) - 2] + 1);
                }
            }
        }

        return (float)cells[^1] / Math.Max(left.Length, right.Length);
    }
}
