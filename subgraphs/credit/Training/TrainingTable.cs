namespace FinFlow.Credit;

/// <summary>How a feature may move the risk: a model that is held to it never rates a borrower better for one more delinquency.</summary>
public enum RiskDirection
{
    /// <summary>Either way; the data say.</summary>
    Free,

    /// <summary>More of it is never less risk.</summary>
    Rising,

    /// <summary>More of it is never more risk.</summary>
    Falling,
}

/// <summary>Examples to learn from: a column of values for each feature, and what became of each example.</summary>
internal sealed record TrainingTable(IReadOnlyList<TrainingColumn> Columns, IReadOnlyList<bool> Defaulted)
{
    public int Rows => Defaulted.Count;

    public int Defaults => Defaulted.Count(defaulted => defaulted);

    /// <summary>How many there are of the rarer outcome.</summary>
    public int RarerOutcomes => Math.Min(Defaults, Rows - Defaults);

    /// <summary>The fold of each row: within each outcome in turn, so that every fold has its share of both.</summary>
    public int[] Folds(int folds)
    {
        var seen = (Repaid: 0, Defaulted: 0);
        return [.. Defaulted.Select(defaulted => (defaulted ? seen.Defaulted++ : seen.Repaid++) % folds)];
    }
}

/// <param name="Values">One for each row; NaN where it is missing. Of a category: the number of its level.</param>
/// <param name="Levels">The names of a category's levels; null for numbers.</param>
internal sealed record TrainingColumn(string Name, RiskDirection Direction, IReadOnlyList<double> Values, IReadOnlyList<string>? Levels = null);
