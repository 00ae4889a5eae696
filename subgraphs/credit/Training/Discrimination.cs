namespace FinFlow.Credit;

/// <summary>How well predictions part those who default from those who repay.</summary>
internal static class Discrimination
{
    /// <summary>Area under the ROC curve: how often one who defaults is rated riskier than one who repays; ties count half.</summary>
    public static double Auc(IReadOnlyList<double> risk, IReadOnlyList<bool> defaulted)
    {
        var (below, area) = (0L, 0d);
        foreach (var (repaid, defaults) in ByRisk(risk, defaulted))
        {
            area += defaults * (below + (repaid / 2d));
            below += repaid;
        }

        var all = defaulted.Count(outcome => outcome);
        return area / ((double)all * (defaulted.Count - all));
    }

    /// <summary>Kolmogorov-Smirnov: the largest distance between the shares of both outcomes below a risk.</summary>
    public static double KolmogorovSmirnov(IReadOnlyList<double> risk, IReadOnlyList<bool> defaulted)
    {
        double all = defaulted.Count(outcome => outcome);
        var (repaidBelow, defaultsBelow, most) = (0L, 0L, 0d);
        foreach (var (repaid, defaults) in ByRisk(risk, defaulted))
        {
            repaidBelow += repaid;
            defaultsBelow += defaults;
            most = Math.Max(most, Math.Abs((repaidBelow / (defaulted.Count - all)) - (defaultsBelow / all)));
        }

        return most;
    }

    /// <summary>Mean squared error of probabilities.</summary>
    public static double Brier(IReadOnlyList<double> probabilities, IReadOnlyList<bool> defaulted)
        => probabilities.Zip(defaulted, (probability, outcome) => Math.Pow(probability - (outcome ? 1 : 0), 2)).Average();

    private static IEnumerable<(int Repaid, int Defaults)> ByRisk(IReadOnlyList<double> risk, IReadOnlyList<bool> defaulted)
        => risk.Zip(defaulted)
            .GroupBy(example => example.First)
            .OrderBy(equal => equal.Key)
            .Select(equal => (equal.Count(example => !example.Second), equal.Count(example => example.Second)));
}
