using System.Numerics;

namespace FinFlow.Compliance;

/// <summary>What of a word is compared before its letters are: its length, which letters occur in it, and how it begins.</summary>
/// <param name="Letters">A bit for each; different letters may share one, which only makes the bound less sharp.</param>
/// <param name="Beginning">The first four letters, 16 bits each, the first lowest.</param>
internal readonly record struct TokenShape(int Length, uint Letters, ulong Beginning)
{
    private const int LetterBits = 32;
    private const int CharBits = 16;

    public static TokenShape Of(string text)
    {
        var (letters, beginning) = (0u, 0UL);
        for (var i = 0; i < text.Length; i++)
        {
            letters |= 1u << (text[i] % LetterBits);
            beginning |= i < TokenSimilarity.PrefixMax ? (ulong)text[i] << (i * CharBits) : 0UL;
        }

        return new TokenShape(text.Length, letters, beginning);
    }

    /// <summary>The most that <see cref="TokenSimilarity.JaroWinkler"/> can be: letters that the other word lacks cannot match.</summary>
    public float JaroWinklerMax(in TokenShape other)
    {
        var matches = Math.Min(Length - BitOperations.PopCount(Letters & ~other.Letters), other.Length - BitOperations.PopCount(other.Letters & ~Letters));
        if (matches <= 0)
        {
            return 0f;
        }

        var jaro = (((float)matches / Length) + ((float)matches / other.Length) + 1f) / 3f;
        var prefix = Math.Min(BitOperations.TrailingZeroCount(Beginning ^ other.Beginning) / CharBits, TokenSimilarity.PrefixMax);
        return jaro + (prefix * TokenSimilarity.PrefixBonus * (1f - jaro));
    }
}

/// <summary>The shapes of a word as it is written and as it sounds.</summary>
internal readonly record struct TokenShapes(TokenShape Text, TokenShape Sound)
{
    public static TokenShapes Of(NameToken token) => new(TokenShape.Of(token.Text), TokenShape.Of(token.Sound));
}
