using System.Collections.Frozen;
using System.Text;

namespace FinFlow.Compliance;

/// <summary>A name in the parts that are compared.</summary>
internal sealed class NameTokens
{
    private const float ParticleWeight = 0.2f;
    private const float LegalFormWeight = 0.05f;
    private const float InitialWeight = 0.5f;

    private static readonly FrozenSet<string> Particles =
        "al el bin ibn de la van von der da di abu abd ul mr mrs dr sheikh shaikh the".Split(' ').ToFrozenSet();

    private static readonly FrozenSet<string> LegalForms =
        """
        ltd limited llc inc incorporated corp corporation co company gmbh mbh sa sas sarl ag plc lp llp nv bv ab oy oyj as asa kg kgaa spa srl pte
        pty pvt private public joint stock ojsc cjsc pjsc jsc ooo oao zao pao fze fzc fzco na the and of de la le del und et y
        """.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet();

    private NameTokens(string text, IReadOnlyList<NameToken> tokens)
        => (Text, Tokens, Weight, Joined) = (text, tokens, tokens.Sum(token => token.Weight), string.Concat(tokens.Select(token => token.Text)));

    /// <summary>As it was written.</summary>
    public string Text { get; }

    public IReadOnlyList<NameToken> Tokens { get; }

    public float Weight { get; }

    /// <summary>All tokens without spaces: two names that differ only in their spaces have the same.</summary>
    public string Joined { get; }

    /// <param name="isPerson">In a person's name points end initials, in a company's they hold an abbreviation together: `S.A.` is `sa`.</param>
    public static NameTokens Of(string name, bool isPerson)
        => new(name, [.. Split(LetterFolding.Fold(name), isPerson).Select(token => new NameToken(token, WeightOf(token, isPerson)))]);

    private static float WeightOf(string token, bool isPerson)
        => isPerson && Particles.Contains(token) ? ParticleWeight
            : !isPerson && LegalForms.Contains(token) ? LegalFormWeight
            : token.Length == 1 ? InitialWeight
            : 1f;

    private static List<string> Split(string folded, bool isPerson)
    {
        var tokens = new List<string>();
        var token = new StringBuilder();
        for (var i = 0; i < folded.Length; i++)
        {
            var c = folded[i];
            if (char.IsLetterOrDigit(c) || char.IsSurrogate(c))
            {
                token.Append(c);
            }
            else if (c == '&')
            {
                Flush();
                tokens.Add("and");
            }
            else if (!IsSilent(c) && !(c == '.' && !isPerson && IsWithinAbbreviation(folded, i)))
            {
                Flush();
            }
        }

        Flush();
        return tokens;

        void Flush()
        {
            if (token.Length > 0)
            {
                tokens.Add(token.ToString());
                token.Clear();
            }
        }
    }

    // Apostrophes and their lookalikes transcribe sounds that others leave out: Ch'o'l is Chol.
    private static bool IsSilent(char c) => c is '\'' or '`' or '´' or '‘' or '’' or 'ʻ' or 'ʼ';

    private static bool IsWithinAbbreviation(string text, int point)
        => point > 0 && char.IsLetter(text[point - 1]) && (point == 1 || !char.IsLetter(text[point - 2]))
            && point + 1 < text.Length && char.IsLetter(text[point + 1]) && (point + 2 == text.Length || !char.IsLetter(text[point + 2]));
}

/// <summary>A word of a name, folded, with how much it says; particles and legal forms say little.</summary>
internal sealed record NameToken(string Text, float Weight)
{
    /// <summary>How it sounds, roughly: spellings of one sound are one letter, and doubled letters single.</summary>
    public string Sound { get; } = SoundOf(Text);

    private static readonly (string Spelling, string Sound)[] Sounds =
    [
        ("ck", "k"), ("ph", "f"), ("sch", "sh"), ("tch", "ch"), ("kh", "h"), ("gh", "g"), ("dj", "j"), ("zh", "j"), ("ou", "u"), ("oo", "u"),
        ("ee", "i"), ("ie", "i"), ("ei", "i"), ("ey", "i"), ("q", "k"), ("w", "v"), ("y", "i"), ("j", "i"),
    ];

    private static string SoundOf(string text)
    {
        var sound = Sounds.Aggregate(text, (soFar, spelling) => soFar.Replace(spelling.Spelling, spelling.Sound, StringComparison.Ordinal));
        var single = new StringBuilder(sound.Length);
        foreach (var letter in sound)
        {
            if (single.Length == 0 || single[^1] != letter)
            {
                single.Append(letter);
            }
        }

        return single.ToString();
    }
}
