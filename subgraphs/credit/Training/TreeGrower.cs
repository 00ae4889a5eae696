namespace FinFlow.Credit;

/// <summary>
/// Grows one tree against the gradients of the logistic loss (second order, as gradient boosting does it). Directions are kept by bounds
/// that each split hands down: everything on its risky side stays above everything on the other.
/// </summary>
internal sealed class TreeGrower(BinnedTable table, IReadOnlyList<RiskDirection> directions, BoostingSettings settings, int rowsInLeafMin)
{
    private const double GainMin = 1e-9;

    private readonly double[] gradients = new double[settings.BinsMax + 1];
    private readonly double[] curvatures = new double[settings.BinsMax + 1];
    private readonly int[] counts = new int[settings.BinsMax + 1];

    /// <param name="features">Those that this tree may ask about.</param>
    /// <param name="slope">Of each row, the loss's first derivative.</param>
    /// <param name="curve">Of each row, its second.</param>
    public DecisionTree Grow(int[] rows, int[] features, double[] slope, double[] curve)
    {
        var nodes = new List<TreeNode>();
        Grow(nodes, new Branch(rows, 0, double.NegativeInfinity, double.PositiveInfinity), features, slope, curve);
        return new DecisionTree(nodes);
    }

    private int Grow(List<TreeNode> nodes, Branch branch, int[] features, double[] slope, double[] curve)
    {
        var number = nodes.Count;
        var sums = (Slope: branch.Rows.Sum(row => slope[row]), Curve: branch.Rows.Sum(row => curve[row]));
        nodes.Add(new TreeNode(0, 0, 0, 0, settings.LearningRate * branch.Clamp(Weight(sums.Slope, sums.Curve)), branch.Rows.Length));
        if (branch.Depth == settings.Depth || BestSplit(branch, features, slope, curve, sums) is not { } split)
        {
            return number;
        }

        var bins = table.Bins[split.Feature];
        var less = Array.FindAll(branch.Rows, row => bins[row] <= split.Bin);
        var more = Array.FindAll(branch.Rows, row => bins[row] > split.Bin);
        var middle = (split.LessWeight + split.MoreWeight) / 2;
        var (lessBranch, moreBranch) = directions[split.Feature] switch
        {
            RiskDirection.Rising => (branch.With(less, most: middle), branch.With(more, least: middle)),
            RiskDirection.Falling => (branch.With(less, least: middle), branch.With(more, most: middle)),
            _ => (branch.With(less), branch.With(more)),
        };
        var lessNumber = Grow(nodes, lessBranch, features, slope, curve);
        var moreNumber = Grow(nodes, moreBranch, features, slope, curve);
        nodes[number] = new TreeNode(split.Feature, table.Gaps[split.Feature][split.Bin], lessNumber, moreNumber, 0, branch.Rows.Length);
        return number;
    }

    private Split? BestSplit(Branch branch, int[] features, double[] slope, double[] curve, (double Slope, double Curve) all)
    {
        Split? best = null;
        var parent = Gain(all.Slope, all.Curve);
        foreach (var feature in features)
        {
            Count(branch.Rows, table.Bins[feature], slope, curve);
            var (slopeLess, curveLess, rowsLess) = (0d, 0d, 0);
            for (var bin = 0; bin < table.Gaps[feature].Length; bin++)
            {
                slopeLess += gradients[bin];
                curveLess += curvatures[bin];
                rowsLess += counts[bin];
                if (rowsLess < rowsInLeafMin || branch.Rows.Length - rowsLess < rowsInLeafMin)
                {
                    continue;
                }

                var gain = Gain(slopeLess, curveLess) + Gain(all.Slope - slopeLess, all.Curve - curveLess) - parent;
                if (gain <= (best?.Gain ?? GainMin))
                {
                    continue;
                }

                var less = branch.Clamp(Weight(slopeLess, curveLess));
                var more = branch.Clamp(Weight(all.Slope - slopeLess, all.Curve - curveLess));
                if (Keeps(directions[feature], less, more))
                {
                    best = new Split(feature, bin, gain, less, more);
                }
            }
        }

        return best;
    }

    private void Count(int[] rows, byte[] bins, double[] slope, double[] curve)
    {
        Array.Clear(gradients);
        Array.Clear(curvatures);
        Array.Clear(counts);
        foreach (var row in rows)
        {
            var bin = bins[row];
            gradients[bin] += slope[row];
            curvatures[bin] += curve[row];
            counts[bin]++;
        }
    }

    private double Weight(double slope, double curve) => -slope / (curve + settings.Shrinkage);

    private double Gain(double slope, double curve) => slope * slope / (curve + settings.Shrinkage);

    private static bool Keeps(RiskDirection direction, double less, double more) => direction switch
    {
        RiskDirection.Rising => less <= more,
        RiskDirection.Falling => less >= more,
        _ => true,
    };

    private sealed record Split(int Feature, int Bin, double Gain, double LessWeight, double MoreWeight);

    private sealed record Branch(int[] Rows, int Depth, double Least, double Most)
    {
        public double Clamp(double weight) => Math.Clamp(weight, Least, Most);

        public Branch With(int[] rows, double? least = null, double? most = null) => new(rows, Depth + 1, least ?? Least, most ?? Most);
    }
}
