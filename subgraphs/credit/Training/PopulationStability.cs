namespace FinFlow.Credit;

/// <summary>How far the values of a feature have moved from those that a model learned from.</summary>
public enum DriftLevel
{
    /// <summary>Below 0.1: spread as they were.</summary>
    Stable,

    /// <summary>From 0.1 to 0.25: worth a look.</summary>
    Moderate,

    /// <summary>Above 0.25: the model is asked about others than it knows.</summary>
    Significant,
}

/// <summary>The population stability index, the usual measure of drift in credit scoring.</summary>
internal static class PopulationStability
{
    private const double StableBelow = 0.1;
    private const double ModerateMax = 0.25;

    // An empty bin would weigh infinitely; one in ten thousand stands for it.
    private const double ShareMin = 0.0001;

    /// <summary>Σ (live − expected) × ln(live ÷ expected) over the bins: 0 when both are spread alike.</summary>
    /// <param name="expected">Of each bin, its share of the values that were learned from.</param>
    /// <param name="live">Of each bin, its share of the values of today.</param>
    public static double Index(IReadOnlyList<double> expected, IReadOnlyList<double> live)
        => expected.Zip(live, (then, now) => Term(Math.Max(then, ShareMin), Math.Max(now, ShareMin))).Sum();

    public static DriftLevel LevelOf(double index) => index switch
    {
        < StableBelow => DriftLevel.Stable,
        <= ModerateMax => DriftLevel.Moderate,
        _ => DriftLevel.Significant,
    };

    private static double Term(double then, double now) => (now - then) * Math.Log(now / then);
}

/// <summary>How the values of a feature were spread among the examples that a model learned from.</summary>
/// <param name="Gaps">Bin i holds what is at most gap i; the last one what is above them all.</param>
/// <param name="Shares">Of each bin, its share of the examples.</param>
internal sealed record FeatureSpread(string Name, double[] Gaps, IReadOnlyList<double> Shares)
{
    private const int BinsMax = 10;

    public static FeatureSpread Of(TrainingColumn column)
    {
        double[] sorted = [.. column.Values.Order()];

        // Where all examples had the same value, whatever is less or more than that is new.
        var gaps = sorted[0] == sorted[^1] ? [Math.BitDecrement(sorted[0]), sorted[0]] : BinnedTable.GapsOf(sorted, BinsMax);
        return new FeatureSpread(column.Name, gaps, SharesOf(gaps, column.Values));
    }

    /// <summary>Of each bin, its share of <paramref name="values"/>.</summary>
    public IReadOnlyList<double> SharesOf(IReadOnlyList<double> values) => SharesOf(Gaps, values);

    private static double[] SharesOf(double[] gaps, IReadOnlyList<double> values)
    {
        var shares = new double[gaps.Length + 1];
        foreach (var value in values)
        {
            shares[BinnedTable.BinOf(gaps, value)] += 1d / values.Count;
        }

        return shares;
    }
}
