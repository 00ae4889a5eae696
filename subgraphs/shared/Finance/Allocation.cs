namespace FinFlow.Finance;

/// <summary>Splitting money so that no minor unit is lost or made.</summary>
internal static class Allocation
{
    internal static Money[] ByWeights(Money whole, ReadOnlySpan<long> weights)
    {
        var total = Total(weights);
        var shares = new long[weights.Length];
        var remainders = new Int128[weights.Length];
        var left = whole.Minor;

        for (var i = 0; i < weights.Length; i++)
        {
            var (share, remainder) = Int128.DivRem((Int128)whole.Minor * weights[i], total);
            shares[i] = (long)share;
            remainders[i] = Int128.Abs(remainder);
            left -= shares[i];
        }

        // Fewer minor units are left than there are parts; the largest remainders take one each, the earlier part first.
        var turns = Enumerable.Range(0, shares.Length).OrderByDescending(i => remainders[i]).Take((int)Math.Abs(left));
        foreach (var i in turns)
        {
            shares[i] += Math.Sign(left);
        }

        return [.. shares.Select(share => new Money(share, whole.Currency))];
    }

    private static Int128 Total(ReadOnlySpan<long> weights)
    {
        var total = Int128.Zero;
        foreach (var weight in weights)
        {
            total += weight >= 0 ? weight : throw new ArgumentException("A weight is negative.", nameof(weights));
        }

        return total > 0 ? total : throw new ArgumentException("All weights are zero.", nameof(weights));
    }
}
