namespace FinFlow.Credit;

/// <summary>A feature that a model was trained on.</summary>
/// <param name="Levels">Of a category: each level's number, by the share of defaults among it; null for numbers.</param>
internal sealed record ModelFeature(string Name, RiskDirection Direction, IReadOnlyDictionary<string, double>? Levels = null);

/// <summary>Log-odds of default as an intercept and a sum of trees.</summary>
internal sealed record BoostedTrees(IReadOnlyList<ModelFeature> Features, double Intercept, IReadOnlyList<DecisionTree> Trees)
{
    public double LogOdds(ReadOnlySpan<double> features)
    {
        var sum = Intercept;
        foreach (var tree in Trees)
        {
            sum += tree.ValueOf(features);
        }

        return sum;
    }

    /// <summary>
    /// What each feature adds to the log-odds of the average borrower: exact Shapley values, as TreeSHAP gives them. What a feature is
    /// not known for, is taken as it was among the examples.
    /// </summary>
    public (double Average, double[] Contributions) Explain(ReadOnlySpan<double> features)
    {
        var contributions = new double[Features.Count];
        var average = Intercept;
        foreach (var tree in Trees)
        {
            average += Shapley.Add(tree, features, contributions);
        }

        return (average, contributions);
    }
}
