namespace FinFlow.Credit;

/// <summary>A table prepared for growing trees: every value is the number of its bin, so that a split is found by counting.</summary>
/// <param name="Gaps">Of each feature, the values between its bins, ascending: bin i holds what is at most gap i.</param>
/// <param name="Bins">Of each feature, the bin of each row.</param>
internal sealed record BinnedTable(IReadOnlyList<double[]> Gaps, IReadOnlyList<byte[]> Bins)
{
    /// <param name="values">Of each feature, the encoded value of each row.</param>
    /// <param name="rows">Only these say where the bins lie: the others are not to be known.</param>
    public static BinnedTable Of(IReadOnlyList<double[]> values, IReadOnlyList<int> rows, int binsMax)
    {
        var gaps = values.Select(column => GapsOf([.. rows.Select(row => column[row]).Where(value => !double.IsNaN(value)).Order()], binsMax)).ToList();
        return new BinnedTable(gaps, [.. values.Select((column, feature) => column.Select(value => BinOf(gaps[feature], value)).ToArray())]);
    }

    // Few distinct values get a bin each; many share bins of about as many rows.
    public static double[] GapsOf(double[] sorted, int binsMax)
    {
        var distinct = sorted.Distinct().ToArray();
        if (distinct.Length <= binsMax)
        {
            return [.. distinct.Zip(distinct.Skip(1), Between)];
        }

        return
        [
            .. Enumerable.Range(1, binsMax - 1)
                .Select(bin => sorted[(int)((long)bin * sorted.Length / binsMax)])
                .Distinct()
                .Where(value => value > distinct[0])
                .Select(value => Between(distinct[Array.BinarySearch(distinct, value) - 1], value)),
        ];
    }

    // Halfway, unless rounding would reach the upper value, which belongs to the next bin.
    private static double Between(double below, double above) => below + ((above - below) / 2) is var middle && middle < above ? middle : below;

    // What is missing sorts before everything, here as in the trees.
    public static byte BinOf(double[] gaps, double value)
    {
        var found = Array.BinarySearch(gaps, value);
        return (byte)(found < 0 ? ~found : found);
    }
}
