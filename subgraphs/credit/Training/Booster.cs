namespace FinFlow.Credit;

/// <summary>Trains boosted trees. The same table and settings give the same model, to the last bit.</summary>
internal static class Booster
{
    /// <param name="rows">The examples to learn from; the table's others are not looked at.</param>
    public static BoostedTrees Train(TrainingTable table, int[] rows, BoostingSettings settings, CancellationToken cancellationToken)
    {
        var average = rows.Average(row => table.Defaulted[row] ? 1d : 0d);
        var features = table.Columns.Select(column => FeatureOf(column, table, rows, average, settings)).ToList();
        var binned = BinnedTable.Of([.. table.Columns.Zip(features, Encode)], rows, settings.BinsMax);
        var grower = new TreeGrower(binned, [.. features.Select(feature => feature.Direction)], settings, BoostingSettings.RowsInLeafMin(rows.Length));
        var intercept = LogOdds.Of(average);
        var trees = new List<DecisionTree>(settings.Bags * settings.Rounds);
        for (var bag = 0; bag < settings.Bags; bag++)
        {
            trees.AddRange(Bag(table, rows, binned, grower, intercept, settings, new Random(settings.Seed + bag), cancellationToken));
        }

        return new BoostedTrees(features, intercept, trees);
    }

    private static List<DecisionTree> Bag(
        TrainingTable table, int[] rows, BinnedTable binned, TreeGrower grower, double intercept, BoostingSettings settings, Random random,
        CancellationToken cancellationToken)
    {
        var (sums, slope, curve) = (new double[table.Rows], new double[table.Rows], new double[table.Rows]);
        Array.Fill(sums, intercept);
        var trees = new List<DecisionTree>(settings.Rounds);
        for (var round = 0; round < settings.Rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var drawn = Array.FindAll(rows, _ => random.NextDouble() < settings.RowShare);
            foreach (var row in drawn)
            {
                var probability = LogOdds.ToProbability(sums[row]);
                slope[row] = probability - (table.Defaulted[row] ? 1 : 0);
                curve[row] = probability * (1 - probability);
            }

            if (drawn.Length == 0)
            {
                continue;
            }

            var asked = Enumerable.Range(0, binned.Bins.Count).ToArray();
            random.Shuffle(asked);
            var tree = grower.Grow(drawn, asked[..Math.Max(1, (int)Math.Round(settings.FeatureShare * asked.Length))], slope, curve);
            foreach (var row in rows)
            {
                sums[row] += ValueOf(tree, binned, row);
            }

            trees.Add(Scaled(tree, 1d / settings.Bags));
        }

        return trees;
    }

    /// <summary>The values of a column as the trees see them.</summary>
    public static double[] Encode(TrainingColumn column, ModelFeature feature)
        => column.Levels is not { } levels || feature.Levels is not { } numbers
            ? [.. column.Values]
            : [.. column.Values.Select(level => double.IsNaN(level) ? double.NaN : numbers.GetValueOrDefault(levels[(int)level], double.NaN))];

    // A level's number is its share of defaults, so that one question parts the risky levels from the others.
    private static ModelFeature FeatureOf(TrainingColumn column, TrainingTable table, int[] rows, double average, BoostingSettings settings)
        => new(column.Name, column.Direction, column.Levels is not { } levels ? null : rows
            .Where(row => !double.IsNaN(column.Values[row]))
            .GroupBy(row => levels[(int)column.Values[row]])
            .ToDictionary(
                level => level.Key,
                level => (level.Count(row => table.Defaulted[row]) + (settings.LevelSmoothing * average)) / (level.Count() + settings.LevelSmoothing)));

    private static double ValueOf(DecisionTree tree, BinnedTable binned, int row)
    {
        var node = tree.Nodes[0];
        while (!node.IsLeaf)
        {
            // The threshold is one of the gaps; the row's bin is beyond it exactly when its value is.
            var gap = Array.BinarySearch(binned.Gaps[node.Feature], node.Threshold);
            node = tree.Nodes[binned.Bins[node.Feature][row] > gap ? node.More : node.Less];
        }

        return node.Value;
    }

    private static DecisionTree Scaled(DecisionTree tree, double by) => new([.. tree.Nodes.Select(node => node with { Value = node.Value * by })]);
}

/// <summary>Log-odds and the probabilities that they stand for.</summary>
internal static class LogOdds
{
    // Nothing is certain: beyond that a probability would be rounded to 0 or 1.
    private const double Most = 35;

    public static double Of(double probability) => Math.Log(probability / (1 - probability));

    public static double ToProbability(double logOdds) => 1 / (1 + Math.Exp(-Math.Clamp(logOdds, -Most, Most)));
}
