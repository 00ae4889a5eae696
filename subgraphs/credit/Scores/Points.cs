namespace FinFlow.Credit;

/// <summary>A rating on the scale that people know: 300 to 850 points, with the odds that go with them.</summary>
internal static class Points
{
    public const string Scale = "300-850";
    private const int Least = 300;
    private const int Most = 850;

    // Scorecard practice: so many good borrowers for a bad one at 600 points, and twice as many each 40 points higher. For the baseline rule
    // that is an assumption; a trained model's calibrated odds are laid on the scale by it.
    private const double OddsAtAnchor = 15;
    private const double Anchor = 600;
    private const double PointsToDouble = 40;

    public static int Of(decimal rating) => Least + (int)decimal.Round((Most - Least) * Math.Clamp(rating, 0m, 1m));

    /// <summary>0 to 1, falling as the score rises.</summary>
    public static decimal ProbabilityOfDefault(int score)
        => decimal.Round((decimal)(1 / (1 + (OddsAtAnchor * Math.Pow(2, (score - Anchor) / PointsToDouble)))), 6);

    /// <summary>The rating, unbounded, that stands for log-odds of default.</summary>
    public static decimal RatingAtOdds(double logOdds)
        => (decimal)((Anchor - Least - (PointsToDouble / Math.Log(2) * Math.Log(OddsAtAnchor))) / (Most - Least)) - RatingOf(logOdds);

    /// <summary>How much rating a step of log-odds is.</summary>
    public static decimal RatingOf(double logOdds) => (decimal)(PointsToDouble / Math.Log(2) * logOdds / (Most - Least));

    /// <summary>The rating's parts in whole points that, with the scale's beginning, add up to the score exactly.</summary>
    public static IReadOnlyList<ScoreReason> Explain(Rating rating)
    {
        var exact = rating.Parts.Select(part => (part.Code, Points: part.Value * (Most - Least))).ToList();
        var whole = exact.Select(part => (int)decimal.Floor(part.Points)).ToArray();
        var left = Of(rating.Value) - Least - whole.Sum();
        foreach (var (_, index) in exact.Select((part, index) => (Fraction: part.Points - whole[index], index)).OrderByDescending(part => part.Fraction).Take(left))
        {
            whole[index]++;
        }

        return [new ScoreReason("SCALE_BEGINNING", Least), .. exact.Select((part, index) => new ScoreReason(part.Code, whole[index])).Where(IsSaid)];
    }

    private static bool IsSaid(ScoreReason reason) => reason.Contribution != 0 || reason.Code is not ("MINIMUM" or "SCALE_END");
}
