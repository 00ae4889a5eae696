namespace FinFlow.Compliance;

/// <summary>
/// Finds the listed names that may fit a name, without comparing all of them. It leaves out only names whose score is bound to stay below
/// the threshold: the words that can be alike bound what can match, and the rest bounds the penalty.
/// </summary>
internal sealed class NameIndex
{
    private readonly IReadOnlyList<NameTokens> _names;
    private readonly Vocabulary _words;
    private readonly Vocabulary _neighbours;
    private readonly ILookup<string, int> _byJoined;

    public NameIndex(IReadOnlyList<NameTokens> names)
    {
        _names = names;
        _words = new Vocabulary(names.SelectMany((name, number) => name.Tokens.Select(token => (token, number))));
        _neighbours = new Vocabulary(names.SelectMany((name, number) => Neighbours(name).Select(pair => (new NameToken(pair.First + pair.Second, 1f), number))));
        _byJoined = names.Select((name, number) => (name.Joined, number)).Where(name => name.Joined.Length > 0).ToLookup(name => name.Joined, name => name.number);
    }

    /// <summary>Numbers of the names that reach <paramref name="threshold"/>, with their fits.</summary>
    public IEnumerable<(int Number, NameFit Fit)> Search(NameTokens wanted, float threshold)
        => Candidates(wanted, threshold)
            .Select(number => (Number: number, Fit: NameComparison.Compare(wanted, _names[number])))
            .Where(found => found.Fit.Score >= threshold);

    private HashSet<int> Candidates(NameTokens wanted, float threshold)
    {
        var candidates = new HashSet<int>(_byJoined[wanted.Joined]);
        var matchable = new Dictionary<int, (int Token, float OfToken, float Sum)>();
        for (var t = 0; t < wanted.Tokens.Count; t++)
        {
            var token = wanted.Tokens[t];
            foreach (var (word, numbers) in _words.Like(token))
            {
                var weight = Math.Max(token.Weight, word.Weight);
                foreach (var number in numbers)
                {
                    // Of the words that one wanted word is like, it can be paired with one: the weightiest bounds it.
                    matchable[number] = matchable.TryGetValue(number, out var known) && known.Token == t
                        ? (t, Math.Max(known.OfToken, weight), known.Sum + Math.Max(0f, weight - known.OfToken))
                        : (t, weight, known.Sum + weight);
                }
            }

            candidates.UnionWith(_neighbours.AlmostSame(token.Text));
        }

        foreach (var (first, second) in Neighbours(wanted))
        {
            candidates.UnionWith(_words.AlmostSame(first + second));
        }

        candidates.UnionWith(matchable.Where(entry => Bound(entry.Value.Sum, wanted.Weight, _names[entry.Key].Weight) >= threshold).Select(entry => entry.Key));
        return candidates;
    }

    private static float Bound(float matchable, float wanted, float listed)
        => matchable / (matchable + NameComparison.Penalty(Math.Max(0f, wanted - matchable), Math.Max(0f, listed - matchable)));

    private static IEnumerable<(string First, string Second)> Neighbours(NameTokens name)
        => name.Tokens.Zip(name.Tokens.Skip(1), (first, second) => (first.Text, second.Text));

    /// <summary>Distinct words, and in which names they occur.</summary>
    private sealed class Vocabulary
    {
        private readonly NameToken[] _words;
        private readonly TokenShapes[] _shapes;
        private readonly int[][] _names;

        public Vocabulary(IEnumerable<(NameToken Word, int Name)> occurrences)
        {
            var byText = occurrences.GroupBy(occurrence => occurrence.Word.Text).ToList();
            _words = [.. byText.Select(word => word.First().Word)];
            _shapes = [.. _words.Select(TokenShapes.Of)];
            _names = [.. byText.Select(word => word.Select(occurrence => occurrence.Name).Distinct().ToArray())];
        }

        /// <summary>Words that may be paired with the wanted one.</summary>
        public IEnumerable<(NameToken Word, int[] Names)> Like(NameToken wanted)
        {
            var shape = TokenShapes.Of(wanted);
            for (var i = 0; i < _shapes.Length; i++)
            {
                if (TokenSimilarity.IsPossible(shape, _shapes[i]) && TokenSimilarity.Of(wanted, _words[i]) > 0f)
                {
                    yield return (_words[i], _names[i]);
                }
            }
        }

        /// <summary>Names with a word so alike that it may be the wanted one written apart or together.</summary>
        public IEnumerable<int> AlmostSame(string wanted)
        {
            var shape = TokenShape.Of(wanted);
            for (var i = 0; i < _shapes.Length; i++)
            {
                if (shape.JaroWinklerMax(_shapes[i].Text) >= NameComparison.JoinedLeast
                    && TokenSimilarity.JaroWinkler(wanted, _words[i].Text) >= NameComparison.JoinedLeast)
                {
                    foreach (var name in _names[i])
                    {
                        yield return name;
                    }
                }
            }
        }
    }
}
