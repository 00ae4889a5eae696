using System.Globalization;

namespace FinFlow.Compliance;

/// <summary>How well one name fits another, and why.</summary>
/// <param name="Score">From 0 to 1.</param>
/// <param name="Pairs">Which words were taken for the same.</param>
/// <param name="Unmatched">Words of either name without a partner.</param>
internal sealed record NameFit(float Score, IReadOnlyList<(string Left, string Right, float Similarity)> Pairs, IReadOnlyList<string> Unmatched)
{
    public static NameFit None { get; } = new(0f, [], []);

    public override string ToString()
    {
        var pairs = Pairs.Select(pair => pair.Left == pair.Right ? pair.Left : string.Create(CultureInfo.InvariantCulture, $"{pair.Left} ~ {pair.Right} {pair.Similarity:0.00}"));
        return string.Join(", ", pairs) + (Unmatched.Count == 0 ? "" : $"; without partner: {string.Join(", ", Unmatched)}");
    }
}

/// <summary>Pairs the words of two names, the most alike first, and weighs what is left over.</summary>
internal static class NameComparison
{
    // A word on each side without a partner contradicts the match; a word on one side only is often a middle name that somebody left out.
    internal const float Contradiction = 1.7f;
    internal const float Extra = 0.35f;

    private const float DifferentSpaces = 0.99f;
    internal const float JoinedLeast = 0.93f;
    private const float JoinedDiscount = 0.99f;

    public static NameFit Compare(NameTokens left, NameTokens right)
    {
        if (left.Tokens.Count == 0 || right.Tokens.Count == 0)
        {
            return NameFit.None;
        }

        if (left.Joined == right.Joined)
        {
            var same = left.Tokens.Count == right.Tokens.Count ? 1f : DifferentSpaces;
            return new NameFit(same, [(left.Joined, right.Joined, same)], []);
        }

        var (matched, weight, pairs, freeLeft, freeRight) = Align(left, right);
        var (unmatchedLeft, unmatchedRight) = (WeightOf(left, freeLeft), WeightOf(right, freeRight));
        return weight == 0f ? NameFit.None : new NameFit(matched / (weight + Penalty(unmatchedLeft, unmatchedRight)), pairs, [.. Texts(left, freeLeft), .. Texts(right, freeRight)]);
    }

    internal static float Penalty(float unmatchedLeft, float unmatchedRight)
        => (Contradiction * Math.Min(unmatchedLeft, unmatchedRight)) + (Extra * Math.Abs(unmatchedLeft - unmatchedRight));

    /// <summary>How alike a word is to two neighbouring words written as one; 0 unless very much.</summary>
    internal static float JoinedSimilarity(string first, string second, string word)
    {
        var joined = string.Concat(first, second);
        var similarity = Math.Abs(joined.Length - word.Length) > word.Length ? 0f : TokenSimilarity.JaroWinkler(joined, word);
        return similarity >= JoinedLeast ? similarity : 0f;
    }

    private static (float Matched, float Weight, List<(string, string, float)> Pairs, bool[] FreeLeft, bool[] FreeRight) Align(NameTokens left, NameTokens right)
    {
        var freeLeft = Enumerable.Repeat(true, left.Tokens.Count).ToArray();
        var freeRight = Enumerable.Repeat(true, right.Tokens.Count).ToArray();
        var pairs = new List<(string, string, float)>();
        var (matched, weight) = (0f, 0f);
        foreach (var candidate in Candidates(left, right).OrderByDescending(candidate => candidate.Similarity))
        {
            var l = freeLeft.AsSpan(candidate.Left, candidate.LeftCount);
            var r = freeRight.AsSpan(candidate.Right, candidate.RightCount);
            if (l.Contains(false) || r.Contains(false))
            {
                continue;
            }

            l.Clear();
            r.Clear();
            var pairWeight = Math.Max(Sum(left, candidate.Left, candidate.LeftCount), Sum(right, candidate.Right, candidate.RightCount));
            matched += pairWeight * candidate.Similarity;
            weight += pairWeight;
            pairs.Add((Join(left, candidate.Left, candidate.LeftCount), Join(right, candidate.Right, candidate.RightCount), candidate.Similarity));
        }

        return (matched, weight, pairs, freeLeft, freeRight);
    }

    private static List<Candidate> Candidates(NameTokens left, NameTokens right)
    {
        var candidates = new List<Candidate>(left.Tokens.Count * 2);
        for (var l = 0; l < left.Tokens.Count; l++)
        {
            for (var r = 0; r < right.Tokens.Count; r++)
            {
                Add(TokenSimilarity.Of(left.Tokens[l], right.Tokens[r]), l, 1, r, 1);
                if (l + 1 < left.Tokens.Count)
                {
                    Add(JoinedDiscount * JoinedSimilarity(left.Tokens[l].Text, left.Tokens[l + 1].Text, right.Tokens[r].Text), l, 2, r, 1);
                }

                if (r + 1 < right.Tokens.Count)
                {
                    Add(JoinedDiscount * JoinedSimilarity(right.Tokens[r].Text, right.Tokens[r + 1].Text, left.Tokens[l].Text), l, 1, r, 2);
                }
            }
        }

        return candidates;

        void Add(float similarity, int l, int leftCount, int r, int rightCount)
        {
            if (similarity > 0f)
            {
                candidates.Add(new Candidate(similarity, l, leftCount, r, rightCount));
            }
        }
    }

    private static float Sum(NameTokens name, int start, int count)
        => count == 1 ? name.Tokens[start].Weight : name.Tokens[start].Weight + name.Tokens[start + 1].Weight;

    private static string Join(NameTokens name, int start, int count)
        => count == 1 ? name.Tokens[start].Text : $"{name.Tokens[start].Text} {name.Tokens[start + 1].Text}";

    private static float WeightOf(NameTokens name, bool[] free) => name.Tokens.Where((_, index) => free[index]).Sum(token => token.Weight);

    private static IEnumerable<string> Texts(NameTokens name, bool[] free) => name.Tokens.Where((_, index) => free[index]).Select(token => token.Text);

    private readonly record struct Candidate(float Similarity, int Left, int LeftCount, int Right, int RightCount);
}
