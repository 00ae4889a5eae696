namespace FinFlow.Credit;

/// <summary>How trees are grown. The defaults were chosen by cross-validation on two public credit data sets, and are the same for both.</summary>
internal sealed record BoostingSettings
{
    /// <summary>Trees of one bag, each correcting those before it.</summary>
    public int Rounds { get; init; } = 150;

    /// <summary>Bags differ by what they have drawn, and their mean errs less than each.</summary>
    public int Bags { get; init; } = 5;

    /// <summary>Questions from a tree's root to a leaf.</summary>
    public int Depth { get; init; } = 4;

    public double LearningRate { get; init; } = 0.05;

    /// <summary>Of the rows, and of the features, that each tree gets to see.</summary>
    public double RowShare { get; init; } = 0.7;

    public double FeatureShare { get; init; } = 0.5;

    /// <summary>Pulls the leaves towards zero (ridge).</summary>
    public double Shrinkage { get; init; } = 1;

    /// <summary>So many imaginary average examples are mixed into each level of a category, so that rare levels say little.</summary>
    public double LevelSmoothing { get; init; } = 20;

    /// <summary>Fits into a byte.</summary>
    public int BinsMax { get; init; } = 64;

    public int Seed { get; init; } = 17;

    /// <summary>A leaf stands for at least ten examples, and for more where there are many.</summary>
    public static int RowsInLeafMin(int rows) => Math.Max(10, rows / 500);

    /// <summary>Thousands of examples need fewer bags, and take longer for each.</summary>
    public static BoostingSettings For(int rows) => rows switch
    {
        > 10_000 => new BoostingSettings { Bags = 3, LearningRate = 0.08 },
        _ => new BoostingSettings(),
    };
}
